package io.github.vertxnsq.lookupd.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An nsqlookupd behind TLS with a key on an elliptic curve, which knows one topic. */
final class OldLookupdOverTls implements AutoCloseable {
  static final String TOPIC = "orders";

  static final String PASSWORD = "changeit"; // Java's own for what is no secret

  private static final String ALIAS = "old";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final HttpsServer server;
  private final Path trustStore;

  private OldLookupdOverTls(HttpsServer server, Path trustStore) {
    this.server = server;
    this.trustStore = trustStore;
  }

  /** Starts one on a free port of the loopback. */
  static OldLookupdOverTls start(Path folder) throws Exception {
    KeyStore keys = makeKeys(folder.resolve("keys.p12"));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              (exchange.getRequestURI().getPath().equals("/topics")
                      ? "{\"topics\":[\"" + TOPIC + "\"]}"
                      : "{\"channels\":[]}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return new OldLookupdOverTls(server, makeTrust(keys, folder.resolve("trust.p12")));
  }

  private static KeyStore makeKeys(Path file) throws Exception {
    try (ChildProcess keytool =
        ChildProcess.start(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD))) {
      assertEquals(0, keytool.awaitExit(SOON), keytool.stdout()::toString);
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private static Path makeTrust(KeyStore keys, Path file) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static SSLContext tls(KeyStore keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A file by which a Java can be told to trust this one, given the password. */
  Path trustStore() {
    return trustStore;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
