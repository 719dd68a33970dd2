package io.github.vertxnsq.lookupd.config;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that cannot be given together, each of them well by itself.
 *
 * @param setting to name first
 * @param trouble what is wrong with it
 */
record Contradiction(Setting<?> setting, String trouble) {
  static Optional<Contradiction> when(boolean isSo, Setting<?> setting, String trouble) {
    return isSo ? Optional.of(new Contradiction(setting, trouble)) : Optional.empty();
  }

  /** Returns the first that there is. */
  @SafeVarargs
  @SuppressWarnings("varargs") // they are only read
  static Optional<Contradiction> first(Optional<Contradiction>... each) {
    return Stream.of(each).flatMap(Optional::stream).findFirst();
  }
}
