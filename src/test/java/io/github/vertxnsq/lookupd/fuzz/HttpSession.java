package io.github.vertxnsq.lookupd.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * One connection's life: what is sent over it, in which parts, and how it ends.
 *
 * @param seed of the parts
 */
record HttpSession(
    long seed, Ports ports, boolean overTls, Ending ending, List<HttpRequests.Sent> requests)
    implements RandomSessions.Session {
  private static final int ANSWER_MILLIS = 10_000;
  private static final int MOST_REQUESTS = 12;

  enum Ending {
    /** The client waits for all answers, and closes. */
    CLOSE,
    /** The client ends its output, and waits for all answers. */
    HALF_CLOSE,
    /** The client sends all but the end of what it sends, and ends its output. */
    CUT,
    /** The client sends a part, and resets the connection. */
    RESET
  }

  /** Where the daemon is. */
  record Ports(int http, int https, SSLContext tls) {}

  static HttpSession of(long seed, Ports ports) {
    Random random = new Random(seed);
    HttpRequests any = new HttpRequests(random);
    List<HttpRequests.Sent> requests = new ArrayList<>();
    for (int i = 1 + random.nextInt(MOST_REQUESTS); i > 0; i--) {
      requests.add(any.next());
    }
    Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
    return new HttpSession(seed, ports, random.nextInt(6) == 0, ending, requests);
  }

  @Override
  public int size() {
    return requests.size();
  }

  @Override
  public HttpSession without(int step) {
    List<HttpRequests.Sent> fewer = new ArrayList<>(requests);
    fewer.remove(step);
    return new HttpSession(seed, ports, overTls, ending, fewer);
  }

  @Override
  public void run() throws Exception {
    byte[] bytes =
        requests.stream()
            .map(HttpRequests.Sent::bytes)
            .collect(Collectors.joining())
            .getBytes(ISO_8859_1);
    Random random = new Random(seed);
    boolean isCut = ending == Ending.CUT || ending == Ending.RESET;
    int length = isCut ? random.nextInt(bytes.length) : bytes.length;
    Socket socket = connect();
    // Whoever only writes, while the other side does so too, would wait for ever.
    Thread sender = new Thread(() -> send(socket, bytes, length, random));
    sender.start();
    try {
      if (ending == Ending.RESET) {
        sender.join();
        socket.setSoLinger(true, 0);
      } else {
        read(new AnswerReader(socket.getInputStream()), length);
      }
    } finally {
      socket.close();
      sender.join();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_MILLIS);
    int port = overTls ? ports.https() : ports.http();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
    return overTls
        ? ports.tls().getSocketFactory().createSocket(socket, "localhost", port, true)
        : socket;
  }

  private void send(Socket socket, byte[] bytes, int length, Random random) {
    try {
      OutputStream out = socket.getOutputStream();
      boolean inSmallParts = random.nextInt(4) == 0;
      for (int at = 0; at < length; ) {
        int most = inSmallParts ? 20 : 1 + random.nextInt(20_000);
        int part = Math.min(length - at, 1 + random.nextInt(most));
        out.write(bytes, at, part);
        at += part;
      }
      // What makes no sense may look like something that is not whole yet.
      if (ending != Ending.CLOSE || !isSound()) {
        socket.shutdownOutput();
      }
    } catch (IOException closed) {
      // The daemon may have closed behind the last answer; who reads sees whether it was.
    }
  }

  /** Whoever ends its output early, or makes no sense, may be left without an answer. */
  private void read(AnswerReader answers, int length) throws IOException {
    boolean mayBeClosed = ending != Ending.CLOSE || !isSound();
    try {
      readAnswers(answers, length);
    } catch (AnswerReader.Closed | SocketException | SSLException closed) {
      if (!mayBeClosed) {
        throw closed;
      }
    }
  }

  private boolean isSound() {
    return requests.stream().allMatch(HttpRequests.Sent::isSound);
  }

  private void readAnswers(AnswerReader answers, int length) throws IOException {
    int end = 0;
    for (HttpRequests.Sent request : requests) {
      end += request.bytes().length();
      if (!request.isSound() || end > length) {
        // Nobody knows which of the answers behind that belongs to which request.
        boolean isOfHead = requests.stream().anyMatch(HttpRequests.Sent::isHead);
        if (!isOfHead) {
          readToEnd(answers, request);
        }
        return;
      }
      check(request, answers.next(request.isHead()));
      if (request.isLast()) {
        readToEnd(answers, null);
        return;
      }
    }
    if (ending != Ending.CLOSE) {
      readToEnd(answers, null);
    }
  }

  private static void check(HttpRequests.Sent request, AnswerReader.Answer answer) {
    boolean isRight =
        request.status() == HttpRequests.ANY_STATUS || answer.status() == request.status();
    if (!isRight || !answer.body().contains(request.text()) || answer.status() == 500) {
      throw new AssertionError(
          "%d %s was expected, not %s".formatted(request.status(), request.text(), answer));
    }
    // By HTTP/1.0 a connection is closed unless something else was said.
    boolean isOld = request.bytes().contains(" HTTP/1.0\r\n");
    if (answer.isLast() != request.isLast() && (answer.isLast() || !isOld)) {
      throw new AssertionError("the last answer: " + request.isLast() + ", but " + answer);
    }
  }

  /**
   * Reads until the connection is closed. Whatever is answered to what makes no sense is an answer,
   * and none is the daemon's own fault.
   *
   * @param unsound null when there should be no answer
   */
  private static void readToEnd(AnswerReader answers, HttpRequests.Sent unsound)
      throws IOException {
    try {
      while (true) {
        AnswerReader.Answer answer = answers.next(unsound != null && unsound.isHead());
        if (unsound == null || answer.status() == 500) {
          throw new AssertionError("one answer too many: " + answer);
        }
      }
    } catch (AnswerReader.Closed end) {
      // as it should be
    }
  }

  @Override
  public String toString() {
    return requests.stream()
        .map(HttpRequests.Sent::bytes)
        .map(bytes -> bytes.length() > 300 ? bytes.substring(0, 300) + "…" : bytes)
        .map(bytes -> bytes.replace("\r", "\\r").replace("\n", "\\n"))
        .collect(
            Collectors.joining(
                "\n  ", "seed " + seed + ", " + ending + (overTls ? ", TLS" : "") + "\n  ", ""));
  }
}
