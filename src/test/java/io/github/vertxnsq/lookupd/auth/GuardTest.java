package io.github.vertxnsq.lookupd.auth;

import static io.github.vertxnsq.lookupd.auth.Role.ADMIN;
import static io.github.vertxnsq.lookupd.auth.Role.READ;
import static io.github.vertxnsq.lookupd.auth.Verdict.Outcome.ADMITTED;
import static io.github.vertxnsq.lookupd.auth.Verdict.Outcome.INSUFFICIENT_SCOPE;
import static io.github.vertxnsq.lookupd.auth.Verdict.Outcome.INVALID_TOKEN;
import static io.github.vertxnsq.lookupd.auth.Verdict.Outcome.LIMITED;
import static io.github.vertxnsq.lookupd.auth.Verdict.Outcome.MISSING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.files.NamedFile;
import io.github.vertxnsq.lookupd.metrics.AuthMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, by which proof. */
class GuardTest {
  private static final String STRANGER = "192.0.2.1";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final NewToken alice = NewToken.make("admin:alice");
  private final NewToken bob = NewToken.make("read:bob");
  private TokenList tokens;
  private Guard guard;

  private record Brought(InetAddress address, List<String> certificateNames, Optional<String> token)
      implements Evidence {}

  @BeforeEach
  void make() throws Exception {
    tokens = list(alice.line() + "\n" + bob.line() + "\nadmin ops cert\nread viewer cert\n");
    guard =
        new Guard(
            () -> tokens,
            new AdminNetworks(
                Stream.of("10.1.0.0/16", "fd00:1::/32", "198.51.100.7/32")
                    .map(text -> text.split("/", -1))
                    .map(it -> AdminNetworks.Subnet.of(it[0], Integer.parseInt(it[1])))
                    .toList()),
            new FailureLimiter(System::nanoTime),
            new AuthMeters(meters));
  }

  private static TokenList list(String lines) throws FileException {
    return new TokenFile(new NamedFile("auth-token-file", Path.of("f")), true)
        .read(List.of(lines.getBytes(UTF_8)));
  }

  @Test
  void aTokenProvesItsRoleAndThoseBelow() {
    assertEquals("ADMITTED token:alice", judge(ADMIN, STRANGER, alice.token()));
    assertEquals("ADMITTED token:alice", judge(READ, STRANGER, alice.token()));
    assertEquals("ADMITTED token:bob", judge(READ, STRANGER, bob.token()));
    assertEquals("INSUFFICIENT_SCOPE token:bob", judge(ADMIN, STRANGER, bob.token()));
    assertEquals("INVALID_TOKEN -", judge(READ, STRANGER, "guess"));
    assertEquals("MISSING -", judge(READ, STRANGER, null));
  }

  @Test
  void aCertificateProvesTheRoleOfItsName() {
    assertEquals("ADMITTED certificate:ops", judge(ADMIN, STRANGER, null, "x", "ops"));
    assertEquals("ADMITTED certificate:viewer", judge(READ, STRANGER, null, "viewer"));
    assertEquals("INSUFFICIENT_SCOPE certificate:viewer", judge(ADMIN, STRANGER, null, "viewer"));
    assertEquals("MISSING -", judge(READ, STRANGER, null, "unknown"));
  }

  @Test
  void aTokenCanProveMoreThanTheCertificateItComesWith() {
    assertEquals("ADMITTED token:alice", judge(ADMIN, STRANGER, alice.token(), "viewer"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.255.255, address:10.1.0.0/16",
    "10.2.0.0, -",
    "::ffff:10.1.0.1, address:10.1.0.0/16",
    "fd00:1:ffff::1, address:fd00:1::/32",
    "fd00:2::1, -",
    "198.51.100.7, address:198.51.100.7/32",
    "198.51.100.8, -",
  })
  void anAddressProvesEverything(String address, String caller) {
    String verdict = judge(ADMIN, address, null);

    assertEquals((caller.equals("-") ? MISSING : ADMITTED) + " " + caller, verdict);
  }

  @Test
  void afterAFewWrongTokensOthersWaitButWhatIsRightCountsAtOnce() {
    for (int i = 0; i < FailureLimiter.BURST; i++) {
      assertEquals("INVALID_TOKEN -", judge(ADMIN, STRANGER, "guess" + i));
    }

    Verdict limited = guard.judge(ADMIN, brought(STRANGER, "guess"));
    assertEquals(LIMITED, limited.outcome());
    assertEquals(6, limited.retryAfterSeconds());
    assertEquals("ADMITTED token:alice", judge(ADMIN, STRANGER, alice.token()));
    assertEquals("INSUFFICIENT_SCOPE token:bob", judge(ADMIN, STRANGER, bob.token()));
    assertEquals("ADMITTED certificate:ops", judge(ADMIN, STRANGER, "guess", "ops"));
    assertEquals("MISSING -", judge(ADMIN, STRANGER, null));
    assertEquals("ADMITTED token:alice", judge(ADMIN, "192.0.2.2", alice.token()));
    assertEquals(10, failures(INVALID_TOKEN));
    assertEquals(1, failures(LIMITED));
    assertEquals(1, failures(MISSING));
  }

  @Test
  void whatProvesTooLittleOrIsMissingIsNoGuess() {
    for (int i = 0; i < 5 * FailureLimiter.BURST; i++) {
      judge(ADMIN, STRANGER, bob.token());
      judge(ADMIN, STRANGER, null);
    }

    assertEquals("ADMITTED token:alice", judge(ADMIN, STRANGER, alice.token()));
    assertEquals(50, failures(INSUFFICIENT_SCOPE));
    assertEquals(0, failures(LIMITED));
  }

  @Test
  void wrongTokensFromWhereNoneIsNeededAreNoGuesses() {
    for (int i = 0; i < 2 * FailureLimiter.BURST; i++) {
      assertEquals("ADMITTED address:10.1.0.0/16", judge(ADMIN, "10.1.0.1", "guess"));
    }
  }

  @Test
  void followsTheListOfTokens() throws Exception {
    tokens = list(bob.line());

    assertEquals("INVALID_TOKEN -", judge(ADMIN, STRANGER, alice.token()));
    assertEquals("MISSING -", judge(ADMIN, STRANGER, null, "ops"));
  }

  @Test
  void saysWhoWouldBeLetInStillWithoutCountingThat() throws Exception {
    List<Brought> all =
        List.of(
            brought("10.1.0.1", null),
            brought(STRANGER, alice.token()),
            brought(STRANGER, bob.token()),
            brought(STRANGER, null, "ops"),
            brought(STRANGER, bob.token(), "viewer"));
    assertEquals(List.of(true, true, true, true, true), letsInStill(READ, all));
    assertEquals(List.of(true, true, false, true, false), letsInStill(ADMIN, all));
    tokens = list(bob.line() + "\nread ops cert");
    assertEquals(List.of(true, false, true, true, true), letsInStill(READ, all));
    assertEquals(List.of(true, false, false, false, false), letsInStill(ADMIN, all));
    assertEquals(0, failures(INVALID_TOKEN) + failures(INSUFFICIENT_SCOPE));
  }

  private List<Boolean> letsInStill(Role needed, List<Brought> all) {
    return all.stream().map(it -> guard.letsInStill(needed, it)).toList();
  }

  private String judge(Role needed, String address, String token, String... names) {
    Verdict verdict = guard.judge(needed, brought(address, token, names));
    return verdict.outcome() + " " + verdict.caller().map(Caller::toString).orElse("-");
  }

  private static Brought brought(String address, String token, String... names) {
    return new Brought(
        NetUtil.createInetAddressFromIpAddressString(address),
        List.of(names),
        Optional.ofNullable(token));
  }

  private double failures(Verdict.Outcome reason) {
    return meters
        .get("nsqlookupd.auth.failures")
        .tag("reason", reason.name().toLowerCase(java.util.Locale.ROOT))
        .counter()
        .count();
  }
}
