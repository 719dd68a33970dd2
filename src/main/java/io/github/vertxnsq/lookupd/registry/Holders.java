package io.github.vertxnsq.lookupd.registry;

/** The registrations of one topic or channel. Each knows its place, so none has to be sought. */
final class Holders extends RegistrationList {
  @Override
  void add(Registration registration) {
    registration.placeAmongHolders = append(registration);
  }

  @Override
  void remove(Registration registration) {
    int place = registration.placeAmongHolders;
    takeOut(place).placeAmongHolders = place;
  }
}
