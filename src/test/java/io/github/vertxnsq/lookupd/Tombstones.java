package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;

/** Tombstones of a topic's only producer, by which a test sees how long they live. */
record Tombstones(HttpProbe http, String topic, ProducerIdentity producer) {

  /** Sets one, and says whether the producer is listed again in that time. */
  boolean endsWithin(Duration atMost) throws Exception {
    set();
    return Eventually.within(atMost, () -> listed() == 1);
  }

  void set() throws Exception {
    String node = producer.broadcastAddress() + ":" + producer.httpPort();
    assertEquals(200, http.post("/topic/tombstone?topic=" + topic + "&node=" + node).status());
  }

  int listed() throws Exception {
    JsonNode answer = http.get("/lookup?topic=" + topic).json();
    return answer.path("producers").size();
  }
}
