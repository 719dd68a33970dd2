package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every field that can grow by what clients do stands in a table, with what bounds it. A new one
 * makes this fail until somebody has thought of its bound, and written it down.
 *
 * <p>Records are values: what keeps them is a field of somebody. What is registered is the heap
 * level's, as a whole. What members of a cluster tell each other is no client's doing.
 */
final class HeldPlacesTest {
  private static final String ROOT = "io.github.vertxnsq.lookupd";

  private static final String[] PACKAGES = {
    ROOT + ".auth",
    ROOT + ".bus",
    ROOT + ".cluster",
    ROOT + ".events",
    ROOT + ".http",
    ROOT + ".limits",
    ROOT + ".tls",
    ROOT + ".wire"
  };

  private static final Path TABLE = Path.of("src/test/resources/limits/held-places.txt");

  private static final Set<String> BOUNDS =
      Set.of("input budget", "output budget", "heap level", "number", "not clients");

  /** What may hold many of something, or many bytes. */
  private static final Set<Class<?>> HOLDERS =
      Set.of(
          Map.class,
          Iterable.class,
          StringBuilder.class,
          java.nio.Buffer.class,
          Buffer.class,
          ByteBuf.class,
          RecordParser.class);

  @Test
  void whatMayGrowHasABound() throws Exception {
    Map<String, String> table = table();
    assertEquals(String.join("\n", table.keySet()), String.join("\n", places()));
    table.forEach(
        (place, bound) -> {
          String[] kindAndWords = bound.split(": ", 2);
          assertTrue(BOUNDS.contains(kindAndWords[0]), place + " = " + bound);
          assertTrue(kindAndWords.length == 2, "nobody says why: " + place);
        });
  }

  private static Map<String, String> table() throws Exception {
    Map<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] placeAndBound = line.split(" = ", 2);
        table.put(placeAndBound[0], placeAndBound[1]);
      }
    }
    return table;
  }

  private static Set<String> places() {
    Set<String> places = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PACKAGES)) {
      Class<?> type = each.reflect();
      String name = type.getName().substring(ROOT.length() + 1);
      if (ChannelHandler.class.isAssignableFrom(type)) {
        places.add(name); // Netty's class above it holds bytes
      }
      if (!type.isRecord()) {
        for (Field field : type.getDeclaredFields()) {
          if (mayGrow(field)) {
            places.add(name + "." + field.getName());
          }
        }
      }
    }
    return places;
  }

  private static boolean mayGrow(Field field) {
    Class<?> type = field.getType();
    return !Modifier.isStatic(field.getModifiers())
        && !field.isSynthetic()
        && !Path.class.isAssignableFrom(type)
        && (type.isArray() || HOLDERS.stream().anyMatch(holder -> holder.isAssignableFrom(type)));
  }
}
