package io.github.vertxnsq.lookupd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.files.NamedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token file may say, and whom it makes known. */
class TokenFileTest {
  private static final NamedFile FILE = new NamedFile("auth-token-file", Path.of("/tokens"));

  /** As {@code printf %s abc | sha256sum} says. */
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String SHA256_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void knowsATokenByItsSha256() throws Exception {
    TokenList list = read("# who\n\n  admin \talice@x.org  " + SHA256_OF_ABC + "\r\n");

    assertEquals(
        Optional.of(grant("token:alice@x.org", Role.ADMIN)), list.ofToken("abc").map(this::shown));
    assertEquals(Optional.empty(), list.ofToken("abd"));
    assertEquals(Optional.empty(), list.ofToken(SHA256_OF_ABC));
    assertEquals(1, list.tokens());
  }

  @Test
  void knowsOneOfMany() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      NewToken made = NewToken.make("read:r" + i);
      lines.append(made.line()).append('\n');
    }
    NewToken last = NewToken.make("admin:last");
    TokenList list = read(lines + last.line());

    assertEquals(
        Optional.of(grant("token:last", Role.ADMIN)), list.ofToken(last.token()).map(this::shown));
  }

  @Test
  void takesTwoTokensOfOneName() throws Exception {
    NewToken old = NewToken.make("read:bob");
    NewToken next = NewToken.make("read:bob");
    assertNotEquals(old.token(), next.token());
    assertTrue(next.token().matches("[A-Za-z0-9_-]{43}"), next.token());

    TokenList list = read(old.line() + "\n" + next.line());

    assertTrue(list.ofToken(old.token()).isPresent());
    assertTrue(list.ofToken(next.token()).isPresent());
  }

  @Test
  void knowsACertificateByAnyOfItsNamesButNotByAToken() throws Exception {
    TokenList list = read("read nsqadmin cert\nadmin ops.x.org cert\n");

    assertEquals(
        Optional.of(grant("certificate:nsqadmin", Role.READ)),
        list.ofCertificate(List.of("other", "nsqadmin")).map(this::shown));
    assertEquals(Optional.empty(), list.ofCertificate(List.of("NSQADMIN")));
    assertEquals(Optional.empty(), list.ofToken("cert"));
    assertEquals(Optional.empty(), list.ofToken("nsqadmin"));
    assertEquals(0, list.tokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin alice | not of the form: role name sha256",
        "admin alice X y | not of the form: role name sha256",
        "X alice admin | the role is neither read nor admin",
        "Admin alice X | the role is neither read nor admin",
        "admin al/ice X | the name is not of letters, digits, '.', '_', '@' and '-'",
        "admin -alice X | the name is not of letters, digits, '.', '_', '@' and '-'",
        "admin alice xX | what proves it is neither 64 hexadecimal digits nor cert",
        "admin alice Xa | what proves it is neither 64 hexadecimal digits nor cert",
        "admin alice certificate | what proves it is neither 64 hexadecimal digits nor cert",
        "read first X | this token stands in line 2 too",
        "read nsqadmin cert | this certificate stands in line 3 too",
      })
  void namesTheLineButNotWhatStandsInIt(String line, String trouble) {
    String content =
        "# X is the hash\nadmin first X\nadmin nsqadmin cert\n" + line + "\nadmin later Y\n";

    assertEquals(
        "auth-token-file: file /tokens, line 4: " + trouble,
        refusal(content.replace("X", SHA256_OF_ABC).replace("Y", SHA256_OF_NOTHING)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# none\n\n"})
  void isNotToBeEmpty(String content) {
    assertEquals("auth-token-file: file /tokens: there is no token in it", refusal(content));
  }

  @Test
  void takesNoCertificateWhereNobodyCanShowOne() {
    FileException refused =
        assertThrows(
            FileException.class,
            () -> new TokenFile(FILE, false).read(List.of("admin x cert".getBytes(UTF_8))));

    assertEquals(
        "auth-token-file: file /tokens, line 1: a certificate proves nothing without tls-client-ca",
        refused.getMessage());
  }

  private String grant(String caller, Role role) {
    return caller + " " + role;
  }

  private String shown(TokenList.Grant grant) {
    return grant(grant.caller().toString(), grant.role());
  }

  private static String refusal(String content) {
    return assertThrows(FileException.class, () -> read(content)).getMessage();
  }

  private static TokenList read(String content) throws FileException {
    return new TokenFile(FILE, true).read(List.of(content.getBytes(UTF_8)));
  }
}
