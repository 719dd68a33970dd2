package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static Optional<List<String>> read(String body) {
    return NamesJson.read(body.getBytes(UTF_8), "topics");
  }
}
