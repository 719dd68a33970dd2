package io.github.vertxnsq.lookupd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.github.vertxnsq.lookupd.files.NamedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a token file: lines of {@code role name sha256}, or {@code role name cert} for whoever has
 * a certificate with that name. Blank lines do not count, nor do those that begin with {@code #}.
 */
public final class TokenFile implements FollowedFiles.Reader<TokenList> {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*");
  private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final String CERTIFICATE = "cert";
  private static final int FIELDS = 3;

  private final NamedFile file;
  private final boolean takesCertificates;

  /**
   * @param takesCertificates whether clients can prove anything by a certificate
   */
  public TokenFile(NamedFile file, boolean takesCertificates) {
    this.file = file;
    this.takesCertificates = takesCertificates;
  }

  @Override
  public TokenList read(List<byte[]> contents) throws FileException {
    Lines lines = new Lines();
    for (String line : new String(contents.get(0), UTF_8).split("\n", -1)) {
      lines.add(line.strip());
    }
    return lines.list();
  }

  /** Those of one file, so far. */
  private final class Lines {
    private final List<TokenList.Token> tokens = new ArrayList<>();
    private final Map<String, Role> certificates = new HashMap<>();

    /** By what proves something: where that stands. */
    private final Map<String, Integer> proofs = new HashMap<>();

    private int number;

    void add(String line) throws FileException {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        return;
      }
      String[] fields = BLANKS.split(line, -1);
      if (fields.length != FIELDS) {
        throw wrong("not of the form: role name sha256");
      }
      Optional<Role> role = Role.parse(fields[0]);
      if (role.isEmpty()) {
        throw wrong("the role is neither read nor admin");
      }
      if (!NAME.matcher(fields[1]).matches()) {
        throw wrong("the name is not of letters, digits, '.', '_', '@' and '-'");
      }
      if (fields[2].equals(CERTIFICATE)) {
        addCertificate(role.get(), fields[1]);
      } else if (SHA256.matcher(fields[2]).matches()) {
        addToken(role.get(), fields[1], HexFormat.of().parseHex(fields[2]));
      } else {
        throw wrong("what proves it is neither 64 hexadecimal digits nor cert");
      }
    }

    private void addCertificate(Role role, String name) throws FileException {
      if (!takesCertificates) {
        throw wrong("a certificate proves nothing without tls-client-ca");
      }
      refuseTwice(CERTIFICATE + " " + name, "this certificate");
      certificates.put(name, role);
    }

    private void addToken(Role role, String name, byte[] sha256) throws FileException {
      refuseTwice(HexFormat.of().formatHex(sha256), "this token");
      tokens.add(new TokenList.Token(role, name, sha256));
    }

    private void refuseTwice(String proof, String what) throws FileException {
      Integer earlier = proofs.putIfAbsent(proof, number);
      if (earlier != null) {
        throw wrong(what + " stands in line " + earlier + " too");
      }
    }

    private FileException wrong(String trouble) {
      return file.unusable(number, trouble);
    }

    TokenList list() throws FileException {
      if (proofs.isEmpty()) { // as while it is being written anew
        throw file.unusable("there is no token in it");
      }
      return new TokenList(tokens, certificates);
    }
  }
}
