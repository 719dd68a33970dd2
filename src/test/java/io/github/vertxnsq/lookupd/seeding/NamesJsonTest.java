package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesJsonTest {
  @Test
  void readsTheListOfTheField() {
    assertEquals(Optional.of(List.of("a", "b")), read("{\"topics\":[\"a\",\"b\"]}"));
    assertEquals(Optional.of(List.of()), read(" {\"topics\": []}\n"));
    assertEquals(
        Optional.of(List.of("a")),
        read("{\"x\":{\"topics\":[\"b\"]},\"y\":[[1]],\"topics\":[\"a\"],\"z\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[\"a\"]",
        "\"topics\"",
        "{}",
        "{\"topic\":[]}",
        "{\"topics\":null}",
        "{\"topics\":\"a\"}",
        "{\"topics\":{\"a\":[\"b\"]}}",
        "{\"topics\":[\"a\",1]}",
        "{\"topics\":[\"a\",null]}",
        "{\"topics\":[[\"a\"]]}",
        "{\"topics\":[{\"a\":\"b\"}]}",
        "{\"topics\":[\"a\"",
        "{\"topics\":[\"a\"]",
        "{\"topics\":[\"a\"],",
        "{\"topics\":[\"\u0001\"]}",
        "{\"data\":{\"topics\":[\"a\"]}}",
        "<html>",
      })
  void refusesAnythingElse(String body) {
    assertEquals(Optional.empty(), read(body));
  }

  @Test
  void keepsNothingOfWhatHasNoEnd() {
    byte[] more = "\"x\":{\"y\":[1,\"z\"]},".repeat(1_000).getBytes(UTF_8);
    NamesJson json = new NamesJson("topics", name -> fail(name));
    assertDoesNotThrow(() -> json.read("{".getBytes(UTF_8)));
    for (int i = 0; i < 1_000; i++) {
      assertDoesNotThrow(() -> json.read(more));
    }
    NamesJson text = new NamesJson("topics", name -> fail(name));
    byte[] letters = "a".repeat(1_000).getBytes(UTF_8);
    assertDoesNotThrow(() -> text.read("{\"topics\":[\"".getBytes(UTF_8)));
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 100; i++) {
            text.read(letters);
          }
        });
  }

  /** However it is cut. */
  private static Optional<List<String>> read(String body) {
    Optional<List<String>> whole = read(body.getBytes(UTF_8), Integer.MAX_VALUE);
    for (int size = 1; size < 4; size++) {
      assertEquals(whole, read(body.getBytes(UTF_8), size));
    }
    return whole;
  }

  private static Optional<List<String>> read(byte[] body, int size) {
    List<String> names = new ArrayList<>();
    NamesJson json = new NamesJson("topics", names::add);
    try {
      for (int start = 0; start < body.length; start += Math.min(size, body.length - start)) {
        json.read(Arrays.copyOfRange(body, start, start + Math.min(size, body.length - start)));
      }
      json.end();
      return Optional.of(names);
    } catch (IOException useless) {
      return Optional.empty();
    }
  }
}
