package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.util.List;

/** A running nsqlookupd, asked over HTTP. Belongs to one context. */
final class OldLookupd {
  /** Requests on their way at a time; the old one still has its own clients to serve. */
  static final int AT_ONCE = 4;

  /** Without it nsqlookupds before 1.0 put their answers into another object. */
  private static final String PLAIN_ANSWERS = "application/vnd.nsq; version=1.0";

  private final String url;
  private final HttpClient client;
  private long bytesLeft;

  OldLookupd(String url, Vertx vertx, Bounds bounds) {
    this.url = url;
    this.bytesLeft = bounds.maxBytes();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(url.startsWith("https:"))
                .setConnectTimeout((int) bounds.patience().toMillis()),
            new PoolOptions().setHttp1MaxSize(AT_ONCE));
  }

  Future<List<String>> topics() {
    return names("/topics", "", "topics");
  }

  Future<List<String>> channels(TopicName topic) {
    return names("/channels", "?topic=" + URLEncoder.encode(topic.text(), UTF_8), "channels");
  }

  /** Whether it has sent more than is put up with, so that to ask on is of no use. */
  boolean isExhausted() {
    return bytesLeft < 0;
  }

  void close() {
    client.close();
  }

  private Future<List<String>> names(String path, String query, String field) {
    return Future.succeededFuture(path + query)
        .map(target -> new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url + target))
        .compose(client::request)
        .compose(request -> request.putHeader(HttpHeaders.ACCEPT, PLAIN_ANSWERS).send())
        .compose(response -> body(response, path))
        .compose(
            body ->
                NamesJson.read(body.getBytes(), field)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> failed(path + " was answered without a list of " + field)));
  }

  private Future<Buffer> body(HttpClientResponse response, String path) {
    if (response.statusCode() != 200) {
      response.request().reset(); // there may be no end to what it has to say
      return failed(path + " was answered with status " + response.statusCode());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(ignored -> whole.tryComplete(body));
    response.handler(
        chunk -> {
          bytesLeft -= chunk.length();
          if (!isExhausted()) {
            body.appendBuffer(chunk);
          } else if (whole.tryFail(new SeedingException("it sends too much"))) {
            response.request().reset();
          }
        });
    return whole.future();
  }

  private static <T> Future<T> failed(String message) {
    return Future.failedFuture(new SeedingException(message));
  }
}
