package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Answers HTTP as a test likes, one request a connection; counts who asks at the same time. */
final class OddServer implements AutoCloseable {
  /** Writes whatever there is to be written for a target; the connection ends when it returns. */
  interface Behaviour {
    void answer(String target, OutputStream out) throws IOException;
  }

  private final ServerSocket listening;
  private final Behaviour behaviour;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  OddServer(Behaviour behaviour) throws IOException {
    this(InetAddress.getLoopbackAddress(), behaviour);
  }

  OddServer(InetAddress address, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.listening = new ServerSocket(0, 50, address);
    daemonThread(this::accept);
  }

  /** A whole answer. */
  static byte[] answer(int status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    String head = "HTTP/1.1 %d X\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
    return (head.formatted(status, bytes.length) + body).getBytes(UTF_8);
  }

  /** An answer that has no end; returns never, but fails when nobody reads any longer. */
  static void writeForEver(OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n\r\n{\"topics\":[\"".getBytes(UTF_8));
    byte[] more = new byte[64 * 1024];
    Arrays.fill(more, (byte) 'a');
    while (true) {
      out.write(more);
    }
  }

  /** A list of different names that has no end. */
  static void listForEver(OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n\r\n{\"topics\":[\"a\"".getBytes(UTF_8));
    for (long i = 0; ; ) {
      StringBuilder more = new StringBuilder();
      for (int n = 0; n < 1_000; n++) {
        more.append(",\"t").append(i++).append('"');
      }
      out.write(more.toString().getBytes(UTF_8));
    }
  }

  /** Where nobody listens. */
  static String deadUrl() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + closed.getLocalPort();
    }
  }

  /** What a nsqlookupd answers. */
  static String listed(String field, List<String> names) {
    return names.stream().collect(Collectors.joining("\",\"", "{\"" + field + "\":[\"", "\"]}"));
  }

  /** A behaviour that says nothing until a test is over. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    InetAddress address = listening.getInetAddress();
    String host = address.getHostAddress();
    return "http://%s:%d"
        .formatted(host.contains(":") ? "[" + host + "]" : host, listening.getLocalPort());
  }

  List<String> targets() {
    return targets;
  }

  int mostAtATime() {
    return most.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        daemonThread(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      String target = in.readLine().split(" ", -1)[1];
      targets.add(target);
      while (!in.readLine().isEmpty()) {
        // Headers do not matter here.
      }
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        behaviour.answer(target, socket.getOutputStream());
        socket.getOutputStream().flush();
      } finally {
        now.decrementAndGet();
      }
    } catch (IOException | RuntimeException gone) {
      // Who asked has heard enough.
    }
  }

  private static void daemonThread(Runnable task) {
    Thread thread = new Thread(task, "odd-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
