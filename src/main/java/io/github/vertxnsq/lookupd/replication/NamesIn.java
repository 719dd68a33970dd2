package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;

/** The names in a message, as {@link NamesOut} wrote them. */
final class NamesIn {
  /** Of an entry, in bytes. */
  private static final int LEAST_SIZE = 2;

  private final BytesIn in;
  private final Name[] names;

  NamesIn(BytesIn in) throws UndecodableException {
    this.in = in;
    this.names = new Name[in.count(LEAST_SIZE)];
    for (int i = 0; i < names.length; i++) {
      names[i] = read(i);
    }
  }

  private Name read(int number) throws UndecodableException {
    long back = in.varint();
    if (back < 0 || back > number) {
      throw in.malformed("channel of a topic that is not there");
    }
    TopicName topic = back == 0 ? null : topic(number - back);
    String text = readText(number);
    Name name =
        topic == null
            ? TopicName.parse(text).orElse(null)
            : ChannelName.parse(topic, text).orElse(null);
    if (name == null) {
      throw in.malformed("invalid name");
    }
    return name;
  }

  private String readText(int number) throws UndecodableException {
    long code = in.varint();
    if ((code & 1) == 0) {
      return in.latin1(code >>> 1);
    }
    if (code >>> 1 >= number) {
      throw in.malformed("text of a name that is not there");
    }
    return names[(int) (code >>> 1)].text();
  }

  /** The name in that entry. */
  Name name(long number) throws UndecodableException {
    if (number < 0 || number >= names.length) {
      throw in.malformed("name that is not there");
    }
    return names[(int) number];
  }

  /** The topic in that entry. */
  TopicName topic(long number) throws UndecodableException {
    if (name(number) instanceof TopicName topic) {
      return topic;
    }
    throw in.malformed("channel in place of a topic");
  }
}
