package io.github.vertxnsq.lookupd.seeding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code {"topics":["a","b"]}} and its like. */
final class NamesJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private NamesJson() {}

  /**
   * Reads the texts in a field of an object; other fields may be there and do not matter.
   *
   * @return empty when the body is not an object, or has no such list of texts
   */
  static Optional<List<String>> read(byte[] body, String field) {
    try (JsonParser json = FACTORY.createParser(body)) {
      Optional<List<String>> names = Optional.empty();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return names;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals(field);
        json.nextToken();
        if (wanted) {
          names = texts(json);
        } else {
          json.skipChildren();
        }
      }
      return names;
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> texts(JsonParser json) throws IOException {
    boolean wellFormed = json.currentToken() == JsonToken.START_ARRAY;
    if (!wellFormed) {
      json.skipChildren();
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      wellFormed &= json.currentToken() == JsonToken.VALUE_STRING;
      texts.add(json.getText());
      json.skipChildren();
    }
    return wellFormed ? Optional.of(texts) : Optional.empty();
  }
}
