package io.github.vertxnsq.lookupd.fuzz;

import java.util.List;
import java.util.Random;

/** Random requests, each with what is to be answered. */
final class HttpRequests {
  /** There are so many topics; number {@code i} has the channel {@code c<i>}. */
  static final int TOPICS = 40;

  static final int ANY_STATUS = 0;

  private static final List<String> METHODS =
      List.of("HEAD", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get", "M-SEARCH", "A");
  private static final List<String> PATHS =
      List.of("/lookup", "/nodes", "/topics", "/channels", "/ping", "/debug", "/metrics", "/ui/");
  private static final List<String> BROKEN =
      List.of(
          "GET\r\n\r\n",
          "GET /ping\r\n\r\n",
          "GET /ping HTTP/1.1\r\n: x\r\n\r\n",
          "GET /ping HTTP/1.1\r\nA b\r\n\r\n",
          "GET  /ping  HTTP/1.1\r\n\r\n",
          "GET /ping HTTP/7.9\r\nHost: x\r\n\r\n",
          "GET /ping HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
          "GET /ping HTTP/1.1\r\nContent-Length: x\r\n\r\n",
          "GET /ping HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3 4\r\nabc\r\n0\r\n\r\n",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nabc",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc",
          "POST /topic/delete HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
          "\0\1\2\3\r\n\r\n",
          "\u0016\3\1\2\0\1\0\1\u00fc\3\3\r\n\r\n");

  private final Random random;

  HttpRequests(Random random) {
    this.random = random;
  }

  /**
   * A request.
   *
   * @param bytes in Latin-1
   * @param status that it must be answered with, or any
   * @param text that must be in the answer's body
   * @param isLast whether the connection has to be closed behind the answer
   * @param isSound whether it has to be answered; what is not sound ends what can be said of a
   *     connection
   */
  record Sent(String bytes, int status, String text, boolean isLast, boolean isSound) {
    boolean isHead() {
      return bytes.stripLeading().startsWith("HEAD "); // blank lines may come before it
    }
  }

  Sent next() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> channelsOf(random.nextInt(TOPICS));
      case 6, 7, 8 -> lookup(random.nextInt(TOPICS));
      case 9 -> request("GET", "/ping", 200, "OK");
      case 10 -> request("GET", "/lookup?topic=none" + random.nextInt(), 404, "TOPIC_NOT_FOUND");
      case 11 -> request("GET", "/lookup", 400, "MISSING_ARG_TOPIC");
      case 12 -> request("GET", "/" + name(4_000), 404, "NOT_FOUND");
      case 13 -> request(one(METHODS), one(PATHS), 405, "");
      case 14 -> request("OPTIONS", one(PATHS), 200, "");
      case 15, 16 -> withBody("/topic/create?topic=b@d", 400, "INVALID_ARG_TOPIC");
      case 17 -> withBody("/topic/delete?topic=none" + random.nextInt(), 200, "");
      case 18 -> withBody("/topic/tombstone?topic=t1&node=" + name(50) + ":1", 200, "");
      case 19 -> request("GET", one(PATHS) + "?" + oddQuery(), ANY_STATUS, "");
      case 20 -> request("GET", "/topics?wait=1ms", ANY_STATUS, "");
      case 21 -> tooLarge();
      case 22 -> new Sent(one(BROKEN), ANY_STATUS, "", true, false);
      default -> mutated(channelsOf(random.nextInt(TOPICS)));
    };
  }

  private Sent channelsOf(int topic) {
    return request("GET", "/channels?topic=t" + topic, 200, "[\"c" + topic + "\"]");
  }

  private Sent lookup(int topic) {
    String escaped = random.nextBoolean() ? "t" : "%74";
    return request("GET", "/lookup?a=b&topic=" + escaped + topic, 200, "[\"c" + topic + "\"]");
  }

  private Sent request(String method, String target, int status, String text) {
    return request(method, target, "", status, method.equals("HEAD") ? "" : text);
  }

  private Sent request(String method, String target, String rest, int status, String text) {
    // HTTP/1.0 knows no chunks.
    boolean isOld = !rest.startsWith("Transfer-Encoding") && random.nextInt(8) == 0;
    boolean isLast = isOld;
    StringBuilder head = new StringBuilder();
    head.append(random.nextInt(10) == 0 ? "\r\n" : "");
    head.append(method).append(' ').append(target);
    head.append(isOld ? " HTTP/1.0" : " HTTP/1.1").append("\r\nHost: x\r\n");
    for (int i = random.nextInt(6); i > 0; i--) {
      head.append("X-").append(name(20)).append(": ").append(name(200)).append("\r\n");
    }
    switch (random.nextInt(8)) {
      case 0 -> {
        head.append("Connection: close\r\n");
        isLast = true;
      }
      case 1 -> {
        head.append("Connection: keep-alive\r\n");
        isLast = false;
      }
      case 2 -> head.append("Accept: ").append(oddList()).append("\r\n");
      case 3 -> head.append("If-None-Match: ").append(oddList()).append("\r\n");
      default -> {}
    }
    String bytes = head + (rest.isEmpty() ? "\r\n" : rest);
    // Who says that it has a tag may be told that there is nothing new.
    boolean mayBeAnything = bytes.contains("If-None-Match");
    return new Sent(
        bytes, mayBeAnything ? ANY_STATUS : status, mayBeAnything ? "" : text, isLast, true);
  }

  private Sent withBody(String target, int status, String text) {
    String rest =
        switch (random.nextInt(4)) {
          case 0 -> "Content-Length: 0\r\n\r\n";
          case 1 -> {
            String body = name(5_000);
            yield "Content-Length: " + body.length() + "\r\n\r\n" + body;
          }
          default -> "Transfer-Encoding: chunked\r\n\r\n" + chunks();
        };
    return request("POST", target, rest, status, text);
  }

  private String chunks() {
    StringBuilder chunks = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      String part = name(300);
      chunks.append(Integer.toHexString(part.length()));
      chunks.append(random.nextInt(4) == 0 ? ";" + name(20) + "=\"" + name(5) + "\"" : "");
      chunks.append("\r\n").append(part).append("\r\n");
    }
    chunks.append("0\r\n");
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      chunks.append("T-").append(name(10)).append(": ").append(name(50)).append("\r\n");
    }
    return chunks.append("\r\n").toString();
  }

  /** A body that is longer than what is read of one; the connection is of no use then. */
  private Sent tooLarge() {
    String length = "Content-Length: " + (65_537 + random.nextInt(100_000)) + "\r\n\r\n";
    Sent sent = request("POST", "/topic/delete?topic=none", length + "b", ANY_STATUS, "");
    return new Sent(sent.bytes(), ANY_STATUS, "", true, false);
  }

  private Sent mutated(Sent sound) {
    StringBuilder bytes = new StringBuilder(sound.bytes());
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length());
      switch (random.nextInt(3)) {
        case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
        case 1 -> bytes.deleteCharAt(at);
        default -> bytes.insert(at, (char) random.nextInt(256));
      }
    }
    return new Sent(bytes.toString(), ANY_STATUS, "", true, false);
  }

  private String oddQuery() {
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      query.append(one(List.of("topic=", "%", "%zz", "&", "=", "+", "wait=", "%41", "*", "a")));
    }
    return query.toString();
  }

  private String oddList() {
    StringBuilder list = new StringBuilder("a");
    for (int i = random.nextInt(50); i > 0; i--) {
      list.append(one(List.of(",", ";", "q=", "\"", "*/*", "text/html", " ", "0.5", "W/", "*")));
    }
    return list.append("a").toString();
  }

  /** Letters and digits, from one to so many. */
  private String name(int most) {
    StringBuilder name = new StringBuilder();
    for (int i = 1 + random.nextInt(1 + random.nextInt(most)); i > 0; i--) {
      name.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
    }
    return name.toString();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
