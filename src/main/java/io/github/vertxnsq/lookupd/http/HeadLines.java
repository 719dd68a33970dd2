package io.github.vertxnsq.lookupd.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.ByteProcessor;

/** The whole lines of a request's head that have come, before anything is decoded. */
final class HeadLines {
  private static final byte[] LINE_END = {HttpConstants.CR, HttpConstants.LF};

  /** Where the lines begin: before the first one, blank lines are passed over. */
  private int begin;

  /** Behind the last line, or behind the blank line that ends the head. */
  private int end;

  private boolean isFolded;
  private int bareFeeds;
  private int longestBytes;

  /**
   * Looks at the lines.
   *
   * @param isFirst whether the first of them is the request's first line
   */
  void look(ByteBuf in, boolean isFirst) {
    begin = isFirst ? in.forEachByte(ByteProcessor.FIND_NON_CRLF) : in.readerIndex();
    end = begin;
    isFolded = !isFirst && isBlank(in.getByte(begin));
    bareFeeds = 0;
    longestBytes = 0;
    if (begin < 0) {
      return;
    }
    while (!isFolded && end < in.writerIndex()) {
      int feed = in.indexOf(end, in.writerIndex(), HttpConstants.LF);
      if (feed < 0) {
        return;
      }
      boolean isBare = feed == end || in.getByte(feed - 1) != HttpConstants.CR;
      bareFeeds += isBare ? 1 : 0;
      longestBytes = Math.max(longestBytes, feed + 1 - end);
      boolean isLast = feed == end || (feed == end + 1 && !isBare);
      end = feed + 1;
      if (isLast) {
        return;
      }
      isFolded = end < in.writerIndex() && isBlank(in.getByte(end));
    }
  }

  private static boolean isBlank(byte character) {
    return character == HttpConstants.SP || character == HttpConstants.HT;
  }

  /**
   * Whether a header goes on in the next line, which is long forbidden, and takes Netty time that
   * grows with the square of the header's length.
   */
  boolean isFolded() {
    return isFolded;
  }

  /** Whether a line ends with a line feed alone, as in probes that are written by hand. */
  boolean hasBareFeeds() {
    return bareFeeds > 0;
  }

  int longestBytes() {
    return longestBytes;
  }

  /** Takes the lines from what has come; returns them with their ends as Netty wants them. */
  ByteBuf takeWithLineEnds(ByteBuf in) {
    ByteBuf lines = in.alloc().heapBuffer(end - begin + bareFeeds);
    int line = begin;
    while (line < end) {
      int feed = in.indexOf(line, end, HttpConstants.LF);
      boolean hasReturn = feed > line && in.getByte(feed - 1) == HttpConstants.CR;
      lines.writeBytes(in, line, feed - line - (hasReturn ? 1 : 0)).writeBytes(LINE_END);
      line = feed + 1;
    }
    in.readerIndex(end);
    return lines;
  }
}
