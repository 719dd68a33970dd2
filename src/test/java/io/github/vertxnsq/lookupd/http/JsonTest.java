package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vertxnsq.lookupd.registry.DebugSlice;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields come in the order in which the reference was recorded to send them. */
class JsonTest {
  private static PeerInfo peer(String hostname) {
    return new PeerInfo("127.0.0.1:45494", hostname, "127.0.0.1", 4150, 4151, "1.3.0", "", "");
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  @Test
  void whatIsEmptyIsAnEmptyArray() {
    assertEquals(quoted("{'topics':[]}"), rendered(ProducersJson.topics(List.of())));
    assertEquals(quoted("{'channels':[]}"), rendered(ProducersJson.channels(List.of())));
  }

  @Test
  void topicsChannelsVersionAndMessage() {
    assertEquals(quoted("{'topics':['a','b']}"), rendered(ProducersJson.topics(List.of("a", "b"))));
    assertEquals(quoted("{'channels':['c']}"), rendered(ProducersJson.channels(List.of("c"))));
    assertEquals(quoted("{'version':'1.3.0'}"), Json.version("1.3.0").toString());
    assertEquals(quoted("{'message':'NOT_FOUND'}"), Json.message("NOT_FOUND").toString());
  }

  @Test
  void debugEntryHasItsTimesInNanoseconds() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(out)) {
      Json.debugEntry(json, new DebugSlice.Entry(peer("vm"), 1_700_000_000_123L, true, 5));
    }
    assertEquals(
        quoted(
            "{'id':'127.0.0.1:45494','hostname':'vm','broadcast_address':'127.0.0.1',"
                + "'tcp_port':4150,'http_port':4151,'version':'1.3.0',"
                + "'last_update':1700000000123000000,'tombstoned':true,"
                + "'tombstoned_at':5000000}"),
        out.toString(UTF_8));
  }

  private static String rendered(Content content) {
    return new Body(content).measure().kept().toString();
  }
}
