package io.github.vertxnsq.lookupd.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values that are sent often, encoded once. */
final class Headers {
  static final CharSequence X_NSQ_CONTENT_TYPE = HttpHeaders.createOptimized("X-Nsq-Content-Type");

  static final CharSequence X_VERTX_NSQ_VERSION =
      HttpHeaders.createOptimized("X-Vertx-Nsq-Version");

  /** Without it, go-nsq finds no producers. */
  static final CharSequence NSQ_V1 = HttpHeaders.createOptimized("nsq; version=1.0");

  static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
  static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  static final CharSequence PROMETHEUS =
      HttpHeaders.createOptimized("text/plain; version=0.0.4; charset=utf-8");

  private Headers() {}
}
