package io.github.vertxnsq.lookupd.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers of HTTP/1, and believes only what is as HTTP says. */
final class AnswerReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d) [ -~]*");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): *([!-~][ -~\\t]*)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");
  private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,8}");

  private final InputStream in;

  AnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Names of headers are in lower case; the body is as it came. */
  record Answer(int status, Map<String, String> headers, String body) {
    boolean isLast() {
      return "close".equalsIgnoreCase(headers.get("connection"));
    }
  }

  /** The connection was closed where an answer might have begun. */
  static final class Closed extends IOException {
    private static final long serialVersionUID = 1;

    Closed() {
      super("closed");
    }
  }

  /**
   * The next answer, but for those that are interim.
   *
   * @param toHead whether it is to a request for the head only
   * @throws Closed when there is none
   */
  Answer next(boolean toHead) throws IOException {
    while (true) {
      Answer answer = read(toHead);
      if (answer.status() >= 200) {
        return answer;
      }
      require(answer.status() == 100, "an interim answer " + answer);
    }
  }

  private Answer read(boolean toHead) throws IOException {
    String first = line(true);
    Matcher status = STATUS_LINE.matcher(first);
    require(status.matches(), "no status line: " + first);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(false); !line.isEmpty(); line = line(false)) {
      Matcher header = HEADER.matcher(line);
      require(header.matches(), "no header: " + line);
      String name = header.group(1).toLowerCase(Locale.ROOT);
      String value = header.group(2) == null ? "" : header.group(2);
      boolean isFirst = headers.put(name, value) == null;
      require(isFirst || !name.matches("content-length|transfer-encoding"), "twice: " + name);
    }
    int code = Integer.parseInt(status.group(1));
    return new Answer(code, headers, body(code, toHead, headers));
  }

  private String body(int status, boolean toHead, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    String coding = headers.get("transfer-encoding");
    require(length == null || coding == null, "two framings: " + headers);
    if (toHead || status < 200 || status == 204 || status == 304) {
      return "";
    }
    if (coding != null) {
      require(coding.equalsIgnoreCase("chunked"), "a coding " + coding);
      return chunks();
    }
    require(length != null && NUMBER.matcher(length).matches(), "a length " + length);
    return bytes(Integer.parseInt(length));
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      String size = line(false);
      require(CHUNK_SIZE.matcher(size).matches(), "a chunk of " + size);
      int length = Integer.parseInt(size, 16);
      body.append(bytes(length));
      require(line(false).isEmpty(), "a chunk that is longer than it says");
      if (length == 0) {
        return body.toString();
      }
    }
  }

  private String bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    require(bytes.length == length, "cut short: " + bytes.length + " of " + length);
    return new String(bytes, ISO_8859_1);
  }

  private String line(boolean mayBeClosed) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 && line.size() == 0 && mayBeClosed) {
        throw new Closed();
      }
      require(next >= 0, "ended within a line: " + line.toString(ISO_8859_1));
      line.write(next);
    }
    String text = line.toString(ISO_8859_1);
    require(text.endsWith("\r"), "a bare line feed behind " + text);
    return text.substring(0, text.length() - 1);
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError(what);
    }
  }
}
