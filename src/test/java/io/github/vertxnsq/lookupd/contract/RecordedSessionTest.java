package io.github.vertxnsq.lookupd.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalLookupd;
import org.junit.jupiter.api.Test;

class RecordedSessionTest {
  @Test
  void realClientsAreAnsweredAsTheReferenceAnsweredThem() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start()) {
      Place place = new Place(lookupd.tcpPort(), lookupd.httpPort());
      try (SessionReplay replay = new SessionReplay(place, lookupd::stop)) {
        for (JsonNode chunk : Recordings.session()) {
          replay.replay(chunk);
        }
      }
    }
  }
}
