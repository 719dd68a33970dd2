package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.files.NamedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PEM files that make an {@link Identity}.
 *
 * @param cert the certificate, and those between it and its CA
 * @param key the certificate's key
 * @param ca the CAs of others; empty to ask others for no certificate
 */
public record TlsFiles(NamedFile cert, NamedFile key, Optional<NamedFile> ca) {
  List<NamedFile> list() {
    return Stream.concat(Stream.of(cert, key), ca.stream()).toList();
  }
}
