package io.github.vertxnsq.lookupd.bench.server;

import java.io.IOException;

/** What is measured, or measured against: a process with a port for producers and one for HTTP. */
public interface Server extends AutoCloseable {
  /** Where producers connect. */
  int tcpPort();

  /** Where consumers ask. */
  int httpPort();

  /** Its resident memory, as Linux counts it. */
  long rssBytes() throws IOException;

  @Override
  void close();
}
