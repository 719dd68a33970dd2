package io.github.vertxnsq.lookupd.remembering;

import io.github.vertxnsq.lookupd.replication.WireFormat;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a file. */
final class DataWriter implements AutoCloseable {
  private final FileChannel channel;
  private final CRC32C checksum = new CRC32C();
  private final DataOutputStream out;
  private long length;

  /**
   * Begins a file, in the place of one that is there.
   *
   * @param owner the daemon that writes it, as of {@link DataReader}
   */
  DataWriter(Path path, String owner) throws IOException {
    Files.deleteIfExists(path); // it may be anything, also a pipe, which nobody reads
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), DataFile.BUFFER_SIZE),
                checksum));
    try {
      out.write(DataFile.MAGIC);
      out.writeInt(DataFile.VERSION);
      out.writeUTF(owner);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    length = out.size();
  }

  /** Writes a page; returns for how many nanoseconds it was encoded. */
  long write(DataFile.Page page) throws IOException {
    long begunNanos = System.nanoTime();
    byte[] bytes = WireFormat.encode(page.told()).getBytes();
    long encodedNanos = System.nanoTime() - begunNanos;
    out.writeInt(bytes.length);
    out.writeLong(page.wallMillis());
    out.write(bytes);
    length += Integer.BYTES + Long.BYTES + bytes.length;
    return encodedNanos;
  }

  /** Ends the file, and has the disk keep it; returns how many bytes it has. */
  long finish() throws IOException {
    out.writeInt(0);
    out.writeLong(length + Integer.BYTES);
    out.writeInt((int) checksum.getValue());
    out.flush();
    channel.force(true);
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close(); // what is buffered is of no use by now
  }
}
