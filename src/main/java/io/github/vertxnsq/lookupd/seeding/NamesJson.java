package io.github.vertxnsq.lookupd.seeding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads {@code {"topics":["a","b"]}} and its like as it comes, and keeps nothing of it but what
 * makes no whole text yet, of which there can be 64 KiB. Other fields may be there and do not
 * matter.
 */
final class NamesJson {
  private static final int MAX_TEXT = 64 << 10;
  private static final int MAX_NESTING = 100;

  /** Fields' names are not kept for later: there may be no end of different ones. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .maxNestingDepth(MAX_NESTING)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final int IN_OBJECT = 1;
  private static final int IN_LIST = 2;

  private final String field;
  private final Consumer<String> names;
  private final JsonParser json;
  private final ByteArrayFeeder feeder;
  private int depth;

  /** What comes next, or is coming, is the value of the field. */
  private boolean isWanted;

  private boolean isListed;

  /**
   * Begins to read.
   *
   * @param field which has the list
   * @param names is given each text in the list
   */
  NamesJson(String field, Consumer<String> names) {
    this.field = field;
    this.names = names;
    try {
      this.json = FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // nothing is read yet
    }
    this.feeder = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
  }

  /**
   * Reads what has come.
   *
   * @throws IOException if this is not an object in JSON, or something else is where the list
   *     should be
   */
  void read(byte[] piece) throws IOException {
    feeder.feedInput(piece, 0, piece.length);
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = json.nextToken()) {
      read(token);
    }
  }

  /**
   * Nothing more will come.
   *
   * @throws IOException if something is missing
   */
  void end() throws IOException {
    feeder.endOfInput();
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      read(token);
    }
    require(isListed && depth == 0);
  }

  private void read(JsonToken token) throws IOException {
    require(depth > 0 || (token == JsonToken.START_OBJECT && !isListed));
    if (token.isStructEnd()) {
      depth--;
    } else if (depth == IN_OBJECT && token == JsonToken.FIELD_NAME) {
      isWanted = json.currentName().equals(field);
    } else if (depth == IN_OBJECT && isWanted) {
      require(token == JsonToken.START_ARRAY);
      isListed = true;
    } else if (depth == IN_LIST && isWanted) {
      require(token == JsonToken.VALUE_STRING);
      names.accept(json.getText());
    }
    if (token.isStructStart()) {
      depth++;
    }
  }

  private static void require(boolean isSo) throws IOException {
    if (!isSo) {
      throw new IOException("not an object with such a list");
    }
  }
}
