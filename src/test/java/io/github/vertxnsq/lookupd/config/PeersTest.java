package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
  @Test
  void readsAListOfAddresses() {
    assertEquals(
        Optional.of(
            new Peers(
                List.of(
                    new HostAndPort("lookupd-1", 4162),
                    new HostAndPort("127.0.0.1", 1),
                    new HostAndPort("::1", 65_535)))),
        Peers.parse("lookupd-1:4162,127.0.0.1:1 , [::1]:65535"));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '"})
  void readsNothingAsNoPeers(String text) {
    assertEquals(Optional.of(new Peers(List.of())), Peers.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:1,b | b",
        "a:1,:2 | :2",
        "a:1,b:0,c | b:0",
        "a:65536 | a:65536",
        "a:1 b:1 | a:1 b:1",
        "a:1, | ''",
        ",a:1 | ''",
        "a:1;b:1 | a:1;b:1",
        "http://a:1 | http://a:1",
      })
  void namesThePartThatIsWrong(String text, String part) {
    assertEquals(Optional.empty(), Peers.parse(text));
    assertEquals(part, Peers.wrongPart(text));
  }

  @Test
  void isWrittenAsItIsRead() {
    String text = "lookupd-1:4162,[::1]:4162";

    assertEquals(text, Peers.parse(text).orElseThrow().toString());
  }
}
