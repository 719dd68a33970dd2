package io.github.vertxnsq.lookupd.remembering;

import io.github.vertxnsq.lookupd.replication.UndecodableException;
import io.github.vertxnsq.lookupd.replication.WireFormat;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Reads a file; what it has given is to be believed once it has given all. */
final class DataReader implements AutoCloseable {
  private final FileChannel channel;
  private final long size;
  private final CRC32C checksum = new CRC32C();
  private final DataInputStream in;

  /**
   * Begins to read.
   *
   * @param owner who must have written it
   * @param maxBytes that the file may have
   * @throws DataException if it is not such a file, or somebody else's
   * @throws IOException if it cannot be read; a {@link NoSuchFileException} if there is none
   */
  DataReader(Path path, String owner, long maxBytes) throws IOException, DataException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new DataException("it is not a regular file");
    }
    channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      size = channel.size();
      if (size > maxBytes) {
        throw new DataException("it has " + size + " bytes, and may have " + maxBytes);
      }
      in =
          new DataInputStream(
              new CheckedInputStream(
                  new BufferedInputStream(Channels.newInputStream(channel), DataFile.BUFFER_SIZE),
                  checksum));
      readHead(owner);
    } catch (IOException | DataException e) {
      channel.close();
      throw e;
    }
  }

  private void readHead(String owner) throws IOException, DataException {
    try {
      byte[] magic = in.readNBytes(DataFile.MAGIC.length);
      if (!Arrays.equals(magic, DataFile.MAGIC)) {
        throw new DataException("it is no file of nsqlookupd's");
      }
      int version = in.readInt();
      if (version != DataFile.VERSION) {
        throw new DataException("it is of version " + version + ", and not of " + DataFile.VERSION);
      }
      String writer = in.readUTF();
      if (!writer.equals(owner)) {
        throw new DataException("it is of " + shown(writer) + ", and this is " + shown(owner));
      }
    } catch (EOFException | UTFDataFormatException torn) {
      throw new DataException("its first lines are torn", torn);
    }
  }

  private static String shown(String owner) {
    int most = 300;
    return owner.length() <= most ? owner : owner.substring(0, most) + "…";
  }

  /**
   * The next page; null when that was the last, and the file is as it was written.
   *
   * @throws DataException if it is not
   */
  DataFile.Page next() throws IOException, DataException {
    try {
      int length = in.readInt();
      if (length == 0) {
        readEnd();
        return null;
      }
      if (length < 0 || length > size) {
        throw new DataException("it is damaged: a page of " + length + " bytes");
      }
      long wallMillis = in.readLong();
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return new DataFile.Page(WireFormat.decode(Buffer.buffer(bytes)), wallMillis);
    } catch (EOFException torn) {
      throw new DataException("it is torn: its end is missing", torn);
    } catch (UndecodableException damaged) {
      throw new DataException("it is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private void readEnd() throws IOException, DataException {
    long length = in.readLong();
    int computed = (int) checksum.getValue();
    if (in.readInt() != computed || length + Long.BYTES + Integer.BYTES != size) {
      throw new DataException("it is damaged: its checksum is wrong");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
