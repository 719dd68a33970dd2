package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands immutable messages over as they are, within this process only. */
final class ByReferenceCodec implements MessageCodec<Object, Object> {
  private static final String NAME = "nsqlookupd.by-reference";

  /** For every send and every reply between the registry and its clients. */
  static final DeliveryOptions LOCAL = new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);

  static void register(EventBus bus) {
    bus.registerCodec(new ByReferenceCodec());
  }

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    throw new UnsupportedOperationException("local messages only");
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("local messages only");
  }

  @Override
  public Object transform(Object message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1; // not one of Vert.x's own
  }
}
