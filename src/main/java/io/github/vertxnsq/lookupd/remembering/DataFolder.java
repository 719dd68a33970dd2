package io.github.vertxnsq.lookupd.remembering;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder that one daemon uses at a time. In it are the file, the next one while it is written,
 * one that was of no use, and the lock. Not to be used on an event loop, and by one thread at a
 * time.
 */
final class DataFolder implements AutoCloseable {
  static final String FILE = "nsqlookupd.dat";
  static final String NEXT = FILE + ".next";
  static final String REFUSED = FILE + ".refused";
  static final String LOCK = "nsqlookupd.lock";

  private final Path folder;

  /** Open while the folder is locked; else null. */
  private FileChannel locked;

  DataFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the file is, or would be. */
  Path file() {
    return folder.resolve(FILE);
  }

  /**
   * Makes the folder if it is not there, and takes it.
   *
   * @throws DataException if another daemon has it, or there can be no such folder
   * @throws IOException if nothing can be written there, as things are
   */
  void open() throws DataException, IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder)) {
        throw new DataException("data-path: " + folder + " is not a folder", there);
      }
    } catch (NoSuchFileException noParent) {
      throw new DataException(
          "data-path: there is no folder " + folder + ", nor one to make it in", noParent);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw new DataException(
            "data-path: the folder " + folder + " cannot be made: " + reason(e), e);
      }
    }
    lock();
  }

  private void lock() throws DataException, IOException {
    Path lockFile = folder.resolve(LOCK);
    if (Files.exists(lockFile) && !Files.isRegularFile(lockFile)) {
      throw new IOException(lockFile + " is not a regular file");
    }
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        locked = channel;
        return;
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      // told below
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new DataException("data-path: another daemon uses the folder " + folder);
  }

  /** Begins the next file; whoever could not take the folder at first tries so again. */
  DataWriter write(String owner) throws DataException, IOException {
    if (locked == null) {
      lock();
    }
    return new DataWriter(folder.resolve(NEXT), owner);
  }

  /** The next file, which is complete, takes the place of the file; the disk keeps that, too. */
  void replace() throws IOException {
    Files.move(folder.resolve(NEXT), file(), ATOMIC_MOVE);
    try (FileChannel listing = FileChannel.open(folder, StandardOpenOption.READ)) {
      listing.force(true);
    }
  }

  /** The file is of no use here: puts it aside, in the place of the one that was so before. */
  Path putAside() throws IOException {
    return Files.move(file(), folder.resolve(REFUSED), REPLACE_EXISTING);
  }

  /** For the operator. */
  static String reason(IOException fault) {
    boolean saysLittle = fault.getMessage() == null || fault instanceof AccessDeniedException;
    return saysLittle ? fault.toString() : fault.getMessage();
  }

  @Override
  public void close() throws IOException {
    if (locked != null) {
      locked.close();
      locked = null;
    }
  }
}
