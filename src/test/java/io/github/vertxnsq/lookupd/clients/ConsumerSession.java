package io.github.vertxnsq.lookupd.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One consumer's connection to the {@link NsqdStandIn}: reads its commands one after the other on a
 * thread of its own, while heartbeats come from another.
 */
final class ConsumerSession implements Runnable {
  private static final String MAGIC = "  V2";
  // nsqd's kinds of frame.
  private static final int RESPONSE = 0;
  private static final int ERROR = 1;
  private static final int MESSAGE = 2;
  private static final int LONGEST_LINE = 256;
  private static final int LARGEST_BODY = 16 * 1024;
  private static final int HEARTBEAT_MILLIS = 30_000;
  // nsqd's ids are 16 characters.
  private static final String MESSAGE_ID = "0a1b2c3d4e5f6a7b";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NsqdStandIn nsqd;
  private final Socket socket;
  private final ScheduledExecutorService heartbeats;
  private final DataInputStream in;
  private final DataOutputStream out;

  // Of the reading thread alone, all of them.
  private JsonNode identity = MissingNode.getInstance();
  private ScheduledFuture<?> heartbeat;
  private String channel;
  private boolean inFlight;
  private boolean closing;

  ConsumerSession(NsqdStandIn nsqd, Socket socket, ScheduledExecutorService heartbeats)
      throws IOException {
    this.nsqd = nsqd;
    this.socket = socket;
    this.heartbeats = heartbeats;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  @Override
  public void run() {
    try (socket) {
      if (new String(in.readNBytes(MAGIC.length()), UTF_8).equals(MAGIC)) {
        for (String line = readLine(); line != null; line = readLine()) {
          execute(line.split(" "));
        }
      }
    } catch (IOException e) {
      // The consumer is gone, however it went; the message is another's then.
    } finally {
      if (heartbeat != null) {
        heartbeat.cancel(false);
      }
      if (inFlight) {
        nsqd.putBack();
      }
    }
  }

  /** Ends the session from outside: its thread finds the socket closed. */
  void close() throws IOException {
    socket.close();
  }

  private void execute(String[] words) throws IOException {
    switch (words[0]) {
      case "IDENTIFY" -> identify(JSON.readTree(readBody()));
      case "SUB" -> subscribe(words);
      case "RDY" -> ready(Integer.parseInt(words[1]));
      case "FIN" -> finish(words[1]);
      case "CLS" -> {
        closing = true;
        send(RESPONSE, "CLOSE_WAIT");
      }
      case "NOP" -> {}
      default -> refuse("E_INVALID invalid command " + words[0]);
    }
  }

  private void identify(JsonNode body) throws IOException {
    identity = body;
    int heartbeatMillis = body.path("heartbeat_interval").asInt(HEARTBEAT_MILLIS);
    if (body.path("feature_negotiation").asBoolean()) {
      send(RESPONSE, features(heartbeatMillis));
    } else {
      send(RESPONSE, "OK");
    }
    // A consumer may ask for none with -1.
    if (heartbeatMillis > 0) {
      // Who answers neither of two heartbeats is gone.
      socket.setSoTimeout(2 * heartbeatMillis);
      heartbeat =
          heartbeats.scheduleAtFixedRate(
              this::sendHeartbeat, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** What nsqd 1.3.0 answers, with everything off that a consumer may ask for. */
  private static String features(int heartbeatMillis) {
    return JSON.createObjectNode()
        .put("max_rdy_count", 2500)
        .put("version", "1.3.0")
        .put("max_msg_timeout", 900_000)
        .put("msg_timeout", 60_000)
        .put("heartbeat_interval", heartbeatMillis)
        .put("tls_v1", false)
        .put("deflate", false)
        .put("deflate_level", 0)
        .put("max_deflate_level", 6)
        .put("snappy", false)
        .put("sample_rate", 0)
        .put("auth_required", false)
        .put("output_buffer_size", 16_384)
        .put("output_buffer_timeout", 250)
        .toString();
  }

  private void sendHeartbeat() {
    try {
      send(RESPONSE, "_heartbeat_");
    } catch (IOException e) {
      // Ends the schedule; the reading thread finds the connection closed by itself.
      throw new UncheckedIOException(e);
    }
  }

  private void subscribe(String[] words) throws IOException {
    if (channel != null || words.length != 3 || !nsqd.subscribe(words[1], words[2])) {
      refuse("E_INVALID cannot SUB");
    }
    channel = words[2];
    send(RESPONSE, "OK");
  }

  private void ready(int count) throws IOException {
    if (channel == null) {
      refuse("E_INVALID cannot RDY in current state");
    }
    if (count > 0 && !closing && nsqd.take()) {
      inFlight = true;
      byte[] body = nsqd.message().getBytes(UTF_8);
      send(
          MESSAGE,
          ByteBuffer.allocate(Long.BYTES + Short.BYTES + MESSAGE_ID.length() + body.length)
              .putLong(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
              .putShort((short) 1) // attempts
              .put(MESSAGE_ID.getBytes(UTF_8))
              .put(body)
              .array());
    }
  }

  private void finish(String id) throws IOException {
    if (!inFlight || !id.equals(MESSAGE_ID)) {
      refuse("E_FIN_FAILED FIN " + id + " failed ID not in flight");
    }
    inFlight = false;
    nsqd.finished(new NsqdStandIn.Delivery(channel, identity));
  }

  /** Tells the consumer why, and ends the session. */
  private void refuse(String error) throws IOException {
    send(ERROR, error);
    throw new ProtocolException(error);
  }

  private void send(int frameType, String text) throws IOException {
    send(frameType, text.getBytes(UTF_8));
  }

  /** Synchronized because heartbeats are sent by another thread. */
  private synchronized void send(int frameType, byte[] body) throws IOException {
    out.write(
        ByteBuffer.allocate(2 * Integer.BYTES + body.length)
            .putInt(Integer.BYTES + body.length)
            .putInt(frameType)
            .put(body)
            .array());
  }

  /** A command without its end, or null when the consumer has closed. */
  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == -1) {
        return null;
      }
      if (line.length() == LONGEST_LINE) {
        throw new ProtocolException("a line longer than " + LONGEST_LINE);
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private byte[] readBody() throws IOException {
    int size = in.readInt();
    if (size < 0 || size > LARGEST_BODY) {
      throw new ProtocolException("a body of " + size + " bytes");
    }
    byte[] body = new byte[size];
    in.readFully(body);
    return body;
  }
}
