package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URLEncoder;

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

  /** Where names go, one by one as they come. */
  interface Taker {
    /** Takes a text that was listed, which may be no valid name. */
    void take(String text);

    /** Done when more can be taken; fails when none will be any more. */
    Future<Void> room();
  }

  /** Lists all topics; done when all were taken. */
  Future<Void> topics(Taker taker) {
    return names("/topics", "", "topics", taker);
  }

  /** Lists the topic's channels; done when all were taken. */
  Future<Void> channels(TopicName topic, Taker taker) {
    String query = "?topic=" + URLEncoder.encode(topic.text(), UTF_8);
    return names("/channels", query, "channels", taker);
  }

  /** Whether it has sent more than is put up with, so that to ask on is of no use. */
  boolean isExhausted() {
    return bytesLeft < 0;
  }

  void close() {
    client.close();
  }

  private Future<Void> names(String path, String query, String field, Taker taker) {
    return Future.succeededFuture(path + query)
        .map(target -> new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url + target))
        .compose(client::request)
        .compose(request -> request.putHeader(HttpHeaders.ACCEPT, PLAIN_ANSWERS).send())
        .compose(response -> take(response, path, field, taker));
  }

  private Future<Void> take(HttpClientResponse response, String path, String field, Taker taker) {
    if (response.statusCode() != 200) {
      response.request().reset(); // there may be no end to what it has to say
      return failed(path + " was answered with status " + response.statusCode());
    }
    Promise<Void> whole = Promise.promise();
    NamesJson json = new NamesJson(field, taker::take);
    String noList = path + " was answered without a list of " + field;
    whole.future().onFailure(useless -> response.request().reset());
    response.exceptionHandler(whole::tryFail);
    response.endHandler(
        ignored -> {
          try {
            json.end();
            whole.tryComplete();
          } catch (IOException incomplete) {
            whole.tryFail(new SeedingException(noList));
          }
        });
    response.handler(
        chunk -> {
          bytesLeft -= chunk.length();
          if (isExhausted()) {
            whole.tryFail(new SeedingException("it sends too much"));
          }
          if (whole.future().isComplete()) {
            return;
          }
          try {
            json.read(chunk.getBytes());
          } catch (IOException useless) {
            whole.tryFail(new SeedingException(noList));
          }
          Future<Void> room = taker.room();
          if (!room.isComplete()) {
            response.pause();
          }
          room.onSuccess(more -> response.resume()).onFailure(whole::tryFail);
        });
    return whole.future();
  }

  private static <T> Future<T> failed(String message) {
    return Future.failedFuture(new SeedingException(message));
  }
}
