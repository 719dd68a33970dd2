package io.github.vertxnsq.lookupd.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Many of them, closed together. */
final class Strangers implements AutoCloseable, Iterable<Stranger> {
  private final List<Stranger> all = new ArrayList<>();

  interface Connecting {
    Stranger to(int port) throws IOException;
  }

  static Strangers connect(int count, int port, Connecting how) throws IOException {
    Strangers strangers = new Strangers();
    try {
      for (int i = 0; i < count; i++) {
        strangers.all.add(how.to(port));
      }
    } catch (IOException e) {
      strangers.close();
      throw e;
    }
    return strangers;
  }

  int count() {
    return all.size();
  }

  @Override
  public Iterator<Stranger> iterator() {
    return all.iterator();
  }

  @Override
  public void close() throws IOException {
    for (Stranger stranger : all) {
      stranger.close();
    }
  }
}
