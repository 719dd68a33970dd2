package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * The first of some names, for who tells people about them.
 *
 * @param more how many there are beside those, about: some may be gone already
 */
public record SomeNames(List<Name> names, int more) {
  static final SomeNames NONE = new SomeNames(List.of(), 0);
}
