package io.github.vertxnsq.lookupd.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One connection's life at the producers' port.
 *
 * @param seed of the parts in which it is sent
 */
record TcpSession(long seed, int port, Ending ending, List<Step> steps)
    implements RandomSessions.Session {
  private static final int ANSWER_MILLIS = 10_000;
  private static final int MOST_STEPS = 30;
  private static final int LONGEST_ANSWER = 2_000;

  enum Ending {
    /** The client ends its output, and reads to the end. */
    HALF_CLOSE,
    /** Likewise, but it leaves out what would come last. */
    CUT,
    /** The client sends a part, and resets the connection. */
    RESET
  }

  /**
   * A command.
   *
   * @param bytes in Latin-1
   * @param answer how its answer begins; an error's is the last of the connection
   */
  record Step(String bytes, String answer) {
    private boolean isLast() {
      return answer.startsWith("E_");
    }
  }

  static TcpSession of(long seed, int port) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    boolean isIdentified = false;
    for (int i = random.nextInt(MOST_STEPS); i >= 0; i--) {
      boolean identifies = !isIdentified && random.nextInt(4) == 0;
      steps.add(identifies ? identify(random) : step(random, isIdentified));
      isIdentified |= identifies;
    }
    return new TcpSession(
        seed, port, Ending.values()[random.nextInt(Ending.values().length)], steps);
  }

  private static Step identify(Random random) {
    return identify(
        ProducerIdentity.numbered("random", random.nextInt(9)).toJson().toString(), "{");
  }

  private static Step identify(String json, String answer) {
    ByteBuffer size = ByteBuffer.allocate(Integer.BYTES).putInt(json.length());
    return new Step("IDENTIFY\n" + new String(size.array(), ISO_8859_1) + json, answer);
  }

  private static Step step(Random random, boolean isIdentified) {
    String topic = "random" + random.nextInt(5) + "#ephemeral";
    String names = topic + (random.nextBoolean() ? "" : " c" + random.nextInt(5) + "#ephemeral");
    String verb = random.nextBoolean() ? "REGISTER" : "UNREGISTER";
    String done = isIdentified ? "OK" : "E_INVALID client must IDENTIFY";
    return switch (random.nextInt(isIdentified ? 20 : 60)) {
      case 0 -> new Step("A".repeat(random.nextInt(3_000)) + "\n", "E_INVALID ");
      case 1 ->
          identify("[".repeat(random.nextInt(500)), isIdentified ? "E_INVALID" : "E_BAD_BODY");
      case 2 -> new Step(verb + " b@d\n", isIdentified ? "E_BAD_TOPIC " + verb : done);
      case 3 -> new Step("\n", "E_INVALID ");
      case 4, 5, 6 -> new Step("PING and more\r\n", "OK");
      case 7, 8, 9, 10, 11, 12, 13 -> new Step(verb + " " + names + "\n", done);
      default -> new Step("PING\n", "OK");
    };
  }

  @Override
  public int size() {
    return steps.size();
  }

  @Override
  public TcpSession without(int step) {
    List<Step> fewer = new ArrayList<>(steps);
    fewer.remove(step);
    return new TcpSession(seed, port, ending, fewer);
  }

  @Override
  public void run() throws Exception {
    String all = steps.stream().map(Step::bytes).collect(Collectors.joining("", "  V1", ""));
    Random random = new Random(seed);
    int length = ending == Ending.HALF_CLOSE ? all.length() : 4 + random.nextInt(all.length() - 4);
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      Thread sender =
          new Thread(() -> send(socket, all.substring(0, length).getBytes(ISO_8859_1), random));
      sender.start();
      if (ending == Ending.RESET) {
        sender.join();
        socket.setSoLinger(true, 0);
      } else {
        expectAnswers(new DataInputStream(socket.getInputStream()), length);
        sender.join();
      }
    }
  }

  private static void send(Socket socket, byte[] bytes, Random random) {
    try {
      OutputStream out = socket.getOutputStream();
      int most = random.nextInt(3) == 0 ? 10 : 1_000;
      for (int at = 0; at < bytes.length; ) {
        int part = Math.min(bytes.length - at, 1 + random.nextInt(most));
        out.write(bytes, at, part);
        at += part;
      }
      socket.shutdownOutput();
    } catch (IOException closed) {
      // An error ends a connection; who reads sees whether it was one.
    }
  }

  private void expectAnswers(DataInputStream in, int length) throws IOException {
    int end = 4;
    for (Step step : steps) {
      end += step.bytes().length();
      if (end > length) {
        expectEnd(in, "E_");
        return;
      }
      String answer = readAnswer(in);
      if (!answer.startsWith(step.answer())) {
        throw new AssertionError(step + " was answered with " + answer);
      }
      if (step.isLast()) {
        break;
      }
    }
    expectEnd(in, "nothing");
  }

  /** Of what is not whole, a part can be wrong. */
  private static void expectEnd(DataInputStream in, String orAnswer) throws IOException {
    try {
      String answer = readAnswer(in);
      if (!answer.startsWith(orAnswer)) {
        throw new AssertionError("one answer too many: " + answer);
      }
      readAnswer(in);
      throw new AssertionError("it goes on behind an error");
    } catch (EOFException end) {
      // as it should be
    }
  }

  private static String readAnswer(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > LONGEST_ANSWER) {
      throw new AssertionError("an answer of " + size + " bytes");
    }
    return new String(in.readNBytes(size), ISO_8859_1);
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + ending + ", " + steps;
  }
}
