package io.github.vertxnsq.lookupd.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scripted session answers as the reference did. Who extends it says where each step goes: to
 * the one daemon there is, or to another of a cluster's daemons each time. The daemons run with
 * {@code -tombstone-lifetime=2s -inactive-producer-timeout=4s}, as the reference did.
 */
abstract class ContractSuite {
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** Where the next connection is opened, or the next request goes. */
  abstract Place next();

  /** How long it may take until what was answered at one place shows at the next one. */
  abstract Duration settling();

  /** Returns once what was answered at one place is known at all. */
  void settle() throws Exception {}

  /**
   * What is played instead of a step.
   *
   * @param before the steps of the scenario before it
   */
  JsonNode adapted(JsonNode step, List<JsonNode> before) {
    return step;
  }

  @TestFactory
  List<DynamicTest> answersAsTheReferenceDid() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> scenario : Recordings.scenarios().properties()) {
      tests.add(DynamicTest.dynamicTest(scenario.getKey(), () -> play(scenario.getValue())));
    }
    return tests;
  }

  private void play(JsonNode recorded) throws Exception {
    // Of one length, so that none begins with another.
    String prefix = "s%04d".formatted(RUNS.incrementAndGet());
    JsonNode steps = Recordings.JSON.readTree(recorded.toString().replace("$", prefix));
    try (ScenarioPlayer player = new ScenarioPlayer(prefix, this::next, settling(), this::settle)) {
      List<JsonNode> before = new ArrayList<>();
      for (JsonNode step : steps) {
        player.play(adapted(step, before));
        before.add(step);
      }
    }
  }
}
