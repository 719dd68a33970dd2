package io.github.vertxnsq.lookupd.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of hosts: {@code lookupd.example.org,lookupd-1}.
 *
 * @param names in lower case, without a dot at the end; empty for none
 */
public record HostNames(Set<String> names) {
  static final ValueType<HostNames> TYPE =
      new ValueType<>(
          HostNames.class,
          "string",
          "the name of a host without a port, like lookupd.example.org",
          HostNames::parse,
          any -> Optional.empty(),
          HostNames::wrongPart);

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?");

  /** As long as DNS allows. */
  private static final int MAX_LENGTH = 254;

  /** Keeps a copy. */
  public HostNames {
    names = Set.copyOf(names);
  }

  static Optional<HostNames> parse(String text) {
    return parts(text).allMatch(HostNames::isName)
        ? Optional.of(
            new HostNames(
                parts(text)
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                    .collect(Collectors.toSet())))
        : Optional.empty();
  }

  /** Returns the first part of a text that {@link #parse} has trouble with. */
  static String wrongPart(String text) {
    return parts(text).filter(part -> !isName(part)).findFirst().orElse(text);
  }

  private static boolean isName(String part) {
    return part.length() <= MAX_LENGTH && FORM.matcher(part).matches();
  }

  private static Stream<String> parts(String text) {
    return text.isBlank() ? Stream.empty() : Stream.of(text.split(",", -1)).map(String::strip);
  }
}
