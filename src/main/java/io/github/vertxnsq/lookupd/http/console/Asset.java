package io.github.vertxnsq.lookupd.http.console;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent. Immutable.
 *
 * @param type its media type
 * @param gzip compressed; null where that is not smaller
 */
record Asset(String type, Buffer plain, Buffer gzip) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  static Asset of(String name, byte[] content) {
    byte[] compressed = compress(content);
    return new Asset(
        typeOf(name),
        Buffer.buffer(content),
        compressed.length < content.length ? Buffer.buffer(compressed) : null);
  }

  private static String typeOf(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  private static byte[] compress(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    try (GZIPOutputStream gzip = new Best(out)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // memory does not fail so
    }
    return out.toByteArray();
  }

  /** Takes its time: this is done once. */
  private static final class Best extends GZIPOutputStream {
    Best(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
