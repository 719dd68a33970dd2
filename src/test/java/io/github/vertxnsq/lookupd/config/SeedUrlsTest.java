package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedUrlsTest {
  @Test
  void readsAListOfUrls() {
    assertEquals(
        Optional.of(
            new SeedUrls(
                List.of(
                    "http://old-1:4161", "https://10.0.0.1", "http://[::1]:1", "http://a_b:2"))),
        SeedUrls.parse("http://old-1:4161,HTTPS://10.0.0.1/ , http://[::1]:1/,http://a_b:2"));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '"})
  void readsNothingAsNoUrls(String text) {
    assertEquals(Optional.of(new SeedUrls(List.of())), SeedUrls.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a:1,b:4161 | b:4161",
        "http://a:1,ftp://b:1 | ftp://b:1",
        "http://a:0 | http://a:0",
        "http://a:65536 | http://a:65536",
        "http://a:x | http://a:x",
        "http://a: | http://a:",
        "http:// | http://",
        "http://:4161 | http://:4161",
        "http://::1:4161 | http://::1:4161",
        "http://[a]:1 | http://[a]:1",
        "http://a:1/topics | http://a:1/topics",
        "http://a:1// | http://a:1//",
        "http://a:1?x | http://a:1?x",
        "http://a:1/#x | http://a:1/#x",
        "http://me@a:1 | http://me@a:1",
        "http://a:1 http://b:1 | http://a:1 http://b:1",
        "http://a:1, | ''",
      })
  void namesThePartThatIsWrong(String text, String part) {
    assertEquals(Optional.empty(), SeedUrls.parse(text));
    assertEquals(part, SeedUrls.wrongPart(text));
  }

  @Test
  void isWrittenAsItIsRead() {
    String text = "http://old-1:4161,https://[::1]:4161";

    assertEquals(text, SeedUrls.parse(text).orElseThrow().toString());
  }
}
