package io.github.vertxnsq.lookupd.registry;

/** The one rule for names of topics and channels: {@code ^[.a-zA-Z0-9_-]+(#ephemeral)?$}. */
final class NameSyntax {
  static final String EPHEMERAL_SUFFIX = "#ephemeral";
  private static final int MAX_LENGTH = 64;

  private NameSyntax() {}

  static boolean isValid(String raw) {
    int length = raw.length();
    if (length > MAX_LENGTH) {
      return false;
    }
    int stem = raw.endsWith(EPHEMERAL_SUFFIX) ? length - EPHEMERAL_SUFFIX.length() : length;
    for (int i = 0; i < stem; i++) {
      if (!isAllowed(raw.charAt(i))) {
        return false;
      }
    }
    return stem > 0;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
