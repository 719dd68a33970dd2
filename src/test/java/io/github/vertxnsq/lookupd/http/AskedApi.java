package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks for what is described, checks each answer against its description, and keeps count. */
final class AskedApi {
  private final DescribedApi api;
  private final Set<String> seen = new TreeSet<>();

  AskedApi(DescribedApi api) {
    this.api = api;
  }

  /** Each operation, as in its example. */
  void askEach(HttpProbe http) throws Exception {
    for (DescribedApi.Operation operation : api.operations()) {
      ask(http, operation);
    }
  }

  /** As in its example; returns the status. */
  int ask(HttpProbe http, DescribedApi.Operation operation) throws Exception {
    return ask(http, operation, api.exampleTarget(operation));
  }

  /** {@code headers} are names and values in turn. */
  int ask(HttpProbe http, String method, String path, String query, String... headers)
      throws Exception {
    return ask(http, api.operation(method, path), path + query, headers);
  }

  /** Of a stream, nothing is read. */
  int ask(HttpProbe http, DescribedApi.Operation operation, String target, String... headers)
      throws Exception {
    return see(
        operation,
        api.isStream(operation)
            ? begun(http.open(target, headers))
            : http.request(operation.method(), target, headers));
  }

  private static HttpProbe.Answer begun(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      String text = status == 200 ? "" : new String(body.readAllBytes(), UTF_8);
      return new HttpProbe.Answer(status, response.headers(), text);
    }
  }

  /** Fails unless it is described; returns the status. */
  int see(DescribedApi.Operation operation, HttpProbe.Answer answer) {
    return see(
        operation,
        new RawHttp.Answer(answer.status(), firstOfEach(answer.headers()), answer.text()));
  }

  private static Map<String, String> firstOfEach(HttpHeaders headers) {
    Map<String, String> first =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER); // the JDK changes them
    headers.map().forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }

  /** Fails unless it is described; returns the status. */
  int see(DescribedApi.Operation operation, RawHttp.Answer answer) {
    seen.add(api.check(operation, answer));
    return answer.status();
  }

  /** Which answers that are described have not been given. */
  Set<String> unanswered() {
    Set<String> unanswered = new TreeSet<>();
    api.operations().forEach(operation -> unanswered.addAll(api.answers(operation)));
    unanswered.removeAll(seen);
    return unanswered;
  }
}
