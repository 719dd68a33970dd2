package io.github.vertxnsq.lookupd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Asks a daemon over HTTP/1.1, for tests. Connections are kept alive and shared by all probes. */
public final class HttpProbe {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = builder().build();

  private final HttpClient client;
  private final String root;

  private HttpProbe(HttpClient client, String root) {
    this.client = client;
    this.root = root;
  }

  public HttpProbe(int port) {
    this(CLIENT, "http://127.0.0.1:" + port);
  }

  /** Asks over HTTPS, as a client that believes and shows what this context has. */
  public static HttpProbe overTls(SSLContext tls, int port) {
    return new HttpProbe(builder().sslContext(tls).build(), "https://localhost:" + port);
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(CONNECT);
  }

  /** A whole answer. */
  public record Answer(int status, HttpHeaders headers, String text) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }
  }

  public Answer get(String target) throws IOException, InterruptedException {
    return request("GET", target);
  }

  public Answer post(String target) throws IOException, InterruptedException {
    return request("POST", target);
  }

  /** {@code headers} are names and values in turn. */
  public Answer request(String method, String target, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(target).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** Returns with the headers; the body comes as it is read, and fails when it is cut short. */
  public HttpResponse<InputStream> open(String target, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(target);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** What {@code /metrics} shows of a series: its name, and its labels if it has any. */
  public double metric(String series) throws IOException, InterruptedException {
    String metrics = get("/metrics").text();
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in\n" + metrics));
  }

  private HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create(root + target)).timeout(ANSWER);
  }
}
