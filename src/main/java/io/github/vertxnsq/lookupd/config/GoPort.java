package io.github.vertxnsq.lookupd.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TCP ports as Go's {@code net.LookupPort} reads them: {@code 4161}, {@code http}. */
final class GoPort {
  /** The highest port there is. */
  static final int MAX = 65_535;

  private static final Pattern NUMBER = Pattern.compile("\\+?0*([0-9]{1,5})");
  private static final Path SERVICES = Path.of("/etc/services");

  /** Those that Go knows by itself. */
  private static final Map<String, Integer> WELL_KNOWN =
      Map.ofEntries(
          Map.entry("domain", 53),
          Map.entry("ftp", 21),
          Map.entry("ftps", 990),
          Map.entry("gopher", 70),
          Map.entry("http", 80),
          Map.entry("https", 443),
          Map.entry("imap2", 143),
          Map.entry("imap3", 220),
          Map.entry("imaps", 993),
          Map.entry("pop3", 110),
          Map.entry("pop3s", 995),
          Map.entry("smtp", 25),
          Map.entry("submissions", 465),
          Map.entry("ssh", 22),
          Map.entry("telnet", 23));

  private GoPort() {}

  /**
   * Reads a port.
   *
   * @param text a number, the name of a service of this machine in any case, or nothing
   * @return 0 to 65535, 0 for nothing; empty for anything else
   */
  static Optional<Integer> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(0);
    }
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      return Optional.of(Integer.valueOf(number.group(1))).filter(port -> port <= MAX);
    }
    String name = text.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(WELL_KNOWN.get(name)).or(() -> OfThisMachine.find(name));
  }

  /** Read when the first such name is asked for, which is hardly ever. */
  private static final class OfThisMachine {
    private static final Map<String, Integer> PORTS = read();

    static Optional<Integer> find(String name) {
      return Optional.ofNullable(PORTS.get(name));
    }

    private static Map<String, Integer> read() {
      try {
        return services(Files.readAllLines(SERVICES, StandardCharsets.ISO_8859_1));
      } catch (IOException thereIsNone) {
        return Map.of();
      }
    }
  }

  /**
   * Reads the lines of a file of services.
   *
   * @param lines {@code name port/protocol alias... # comment}, those of other protocols included
   * @return the ports by name, in lower case; of a name that is there twice, the first
   */
  static Map<String, Integer> services(List<String> lines) {
    Map<String, Integer> ports = new HashMap<>();
    for (String line : lines) {
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
      if (words.length > 1 && words[1].matches("[0-9]{1,5}/tcp")) {
        int port = Integer.parseInt(words[1].substring(0, words[1].indexOf('/')));
        words[1] = words[0];
        for (String name : words) {
          ports.putIfAbsent(name.toLowerCase(Locale.ROOT), port);
        }
      }
    }
    return ports;
  }
}
