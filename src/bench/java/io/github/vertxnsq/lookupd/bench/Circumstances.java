package io.github.vertxnsq.lookupd.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Under which figures were taken: without them, they say nothing. */
final class Circumstances {
  private Circumstances() {}

  static JsonObject now(BenchOptions options) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new JsonObject()
        .put("date", Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("cores", system.getAvailableProcessors())
        .put("memory_mib", system.getTotalMemorySize() >> 20)
        .put("system", system.getName() + " " + system.getVersion() + " " + system.getArch())
        .put("java", Runtime.version().toString())
        .put("jvm_flags", new JsonArray(options.jvmFlags()))
        .put("load", options.load().text())
        .put("rounds", options.rounds())
        .put("seconds", options.seconds().toMillis() / 1e3)
        .put("scale", options.scale());
  }
}
