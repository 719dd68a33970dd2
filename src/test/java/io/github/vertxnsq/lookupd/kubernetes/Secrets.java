package io.github.vertxnsq.lookupd.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Secrets that the overlay {@code secure} wants, and who knows of them what clients do. */
final class Secrets {
  private static final String SERVICE = "nsqlookupd.nsq.svc";

  private final List<Secret> all;
  private final Path ca;
  private final String token;

  private Secrets(List<Secret> all, Path ca, String token) {
    this.all = all;
    this.ca = ca;
    this.token = token;
  }

  /**
   * Makes some that nobody has yet.
   *
   * @param file for the certificate of the CA that clients are to believe
   */
  static Secrets make(Path file) throws Exception {
    TestCa clients = TestCa.named("clients");
    TestCa members = TestCa.named("members");
    NewToken admin = NewToken.make("admin:alice");
    X509Bundle service = clients.issuedBy(clients.builder("CN=nsqlookupd").addSanDnsName(SERVICE));
    return new Secrets(
        List.of(
            secret("nsqlookupd-auth", Map.of("tokens", admin.line() + "\n")),
            secret("nsqlookupd-tls", certificate(service, clients)),
            secret("nsqlookupd-cluster-tls", certificate(members.issue("nsqlookupd"), members))),
        clients.writeTo(file),
        admin.token());
  }

  /** Under the names that Kubernetes and cert-manager give them. */
  private static Map<String, String> certificate(X509Bundle issued, TestCa issuer) {
    return Map.of(
        "tls.crt", issued.getCertificatePathPEM(),
        "tls.key", issued.getPrivateKeyPEM(),
        "ca.crt", issuer.pem());
  }

  private static Secret secret(String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withStringData(data)
        .build();
  }

  List<Secret> all() {
    return all;
  }

  /** These, but for the members' certificate, which is that of the others. */
  List<Secret> withMembersOf(Secrets others) {
    return List.of(all.get(0), all.get(1), others.all.get(2));
  }

  /** The answer over HTTPS to who has no token, preceded by its status. */
  String ask(RunningPod pod, String method, String target) throws Exception {
    return pod.askOverTls(SERVICE, ca, method, target);
  }

  /** The answer over HTTPS to who has the token, preceded by its status. */
  String askAsAdmin(RunningPod pod, String method, String target) throws Exception {
    return pod.askOverTls(SERVICE, ca, method, target, "--oauth2-bearer", token);
  }
}
