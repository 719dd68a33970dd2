package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Name;

/**
 * The names in a message, each written once, as {@link NamesIn} reads them. Of an entry:
 *
 * <pre>
 * varint  0: it is a topic; else a channel, of the topic so many entries before
 * varint  even: twice the length of the text, which follows;
 *         odd: twice the number of an earlier entry with the same text, plus one
 * </pre>
 */
final class NamesOut {
  private final BytesOut entries = new BytesOut(64);
  private final Numbers numbers = new Numbers();

  /** Entries by the text of channels, which are called alike in many topics. */
  private final Numbers channelTexts = new Numbers();

  private int count;

  /** Number of the name's entry, from 0. */
  int numberOf(Name name) {
    int number = numbers.find(name);
    return number == Numbers.NONE ? add(name) : number;
  }

  private int add(Name name) {
    if (name instanceof ChannelName channel) {
      int topic = numberOf(channel.topic());
      entries.varint(count - topic);
      addChannelText(channel.text());
    } else {
      entries.varint(0);
      addText(name.text());
    }
    numbers.put(name, count);
    return count++;
  }

  private void addChannelText(String text) {
    int same = channelTexts.find(text);
    if (same == Numbers.NONE) {
      addText(text);
      channelTexts.put(text, count);
    } else {
      entries.varint(same * 2L + 1);
    }
  }

  private void addText(String text) {
    entries.varint(text.length() * 2L);
    entries.ascii(text);
  }

  /** Number of bytes of the entries, without how many they are. */
  int size() {
    return entries.size();
  }

  /** Writes how many there are, and the entries. */
  void writeTo(BytesOut out) {
    out.varint(count);
    out.append(entries);
  }
}
