package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.LocalLookupd;
import java.io.IOException;

/** Requests as browsers send them, with headers that a client of Java's may not set. */
final class BrowserRequests {
  private BrowserRequests() {}

  /** HERE in the headers is the port; the host is 127.0.0.1 with that port. */
  static RawHttp.Answer ask(RawHttp http, LocalLookupd lookupd, String line, String headers)
      throws IOException {
    String port = Integer.toString(lookupd.httpPort());
    return http.send(
            "%s\r\nHost: 127.0.0.1:%s\r\nConnection: keep-alive\r\n%s\r\n\r\n"
                .formatted(line, port, headers.replace("HERE", port)))
        .readAnswer();
  }

  /** Under that host, with one header more, or several with line ends between them. */
  static RawHttp.Answer under(String host, RawHttp http, String methodAndTarget, String headers)
      throws IOException {
    return http.send(
            "%s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n".formatted(methodAndTarget, host, headers))
        .readAnswer();
  }
}
