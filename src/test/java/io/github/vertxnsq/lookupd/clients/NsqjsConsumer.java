package io.github.vertxnsq.lookupd.clients;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.NpmPackages;
import java.io.IOException;

/** The npm package nsqjs, run by node. */
final class NsqjsConsumer {
  private static final NpmPackages NSQJS = new NpmPackages("/clients/nsqjs", "nsqjs");

  private NsqjsConsumer() {}

  /** Installs what is missing, and starts consumer.js. */
  static ChildProcess start(int lookupdHttpPort, String topic, String channel)
      throws IOException, InterruptedException {
    NSQJS.install("consumer.js");
    return ChildProcess.start(
        new ProcessBuilder("node", "consumer.js", "127.0.0.1:" + lookupdHttpPort, topic, channel)
            .directory(NSQJS.folder().toFile()));
  }
}
