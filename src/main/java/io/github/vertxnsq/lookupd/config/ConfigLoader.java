package io.github.vertxnsq.lookupd.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings from all their sources, flags before environment before file before defaults,
 * and follows the file afterwards.
 *
 * <p>A change of the file takes effect for the settings that can change while the daemon runs; any
 * other is logged once, as needing a restart. While the file cannot be used the last options stay
 * in force, and the reason is logged once.
 */
public final class ConfigLoader {
  /** How often the file is looked at unless said otherwise. */
  public static final Duration SCAN_PERIOD = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ConfigLoader.class);

  private final Vertx vertx;
  private final Sources sources;
  private final Duration scanPeriod;
  private final List<Consumer<Options>> listeners = new CopyOnWriteArrayList<>();

  private volatile ConfigRetriever retriever;

  // What follows is owned by the context that load() runs on.
  private String file;
  private boolean strict;

  /** What the daemon runs with. */
  private Options inForce;

  /** What the sources said last; differs from what is in force where a restart is needed. */
  private Options seen;

  /** Why the file cannot be used at present; null while it can. */
  private String trouble;

  private Set<String> unknownKeys = Set.of();

  /** Of the sources as they were at the start. */
  private volatile List<String> doubts = List.of();

  /**
   * Prepares a loader; nothing is read yet.
   *
   * @param flags as {@link CommandLine.Run} gives them
   * @param environment the process's environment
   * @param scanPeriod how often the file is looked at, 1 ms or more
   */
  public ConfigLoader(
      Vertx vertx,
      Map<Setting<?>, String> flags,
      Map<String, String> environment,
      Duration scanPeriod) {
    this.vertx = vertx;
    this.sources = Sources.of(flags, environment);
    this.scanPeriod = scanPeriod;
  }

  /**
   * Asks to be told of changes.
   *
   * @param listener called on an event loop with the new options, whenever one of those that can
   *     change has changed
   */
  public ConfigLoader onChange(Consumer<Options> listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Reads all sources and begins to follow the file, if one is given. To be called once.
   *
   * @return the options; fails with a {@link ConfigException} if a source cannot be used
   */
  public Future<Options> load() {
    Promise<Options> loaded = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> start().onComplete(loaded));
    return loaded.future();
  }

  /**
   * Logs which variables count, and what of the sources an operator may have meant otherwise. To be
   * called once they are loaded, and the log is as the options want it.
   */
  public void tellOfSources() {
    List<String> variables = sources.variablesThatCount();
    if (!variables.isEmpty()) {
      log.info("settings from the environment: {}", String.join(", ", variables));
    }
    doubts.forEach(log::warn);
  }

  /** Stops following the file; to be called before Vert.x is closed. */
  public Future<Void> close() {
    return retriever == null ? Future.succeededFuture() : retriever.close();
  }

  private Future<Options> start() {
    return Future.succeededFuture()
        .compose(
            v -> {
              Options outside = sources.outsideTheFile();
              file = outside.get(Settings.CONFIG);
              strict = outside.get(Settings.STRICT_CONFIG);
              retriever = ConfigRetriever.create(vertx, retrieverOptions());
              retriever.setConfigurationProcessor(this::check);
              return retriever.getConfig();
            })
        .map(
            merged -> {
              inForce = seen = sources.resolve(merged);
              doubts = sources.doubts(merged, inForce);
              retriever.listen(change -> follow(sources.resolve(change.getNewConfiguration())));
              retriever.configStream().exceptionHandler(this::stay);
              return inForce;
            })
        .recover(failure -> close().transform(v -> Future.failedFuture(explain(failure))));
  }

  private ConfigRetrieverOptions retrieverOptions() {
    ConfigRetrieverOptions options =
        new ConfigRetrieverOptions().setScanPeriod(-1).addStore(json(Sources.defaults()));
    if (!file.isEmpty()) {
      options
          .setScanPeriod(scanPeriod.toMillis())
          .addStore(
              new ConfigStoreOptions()
                  .setType(BoundedFileStore.NAME)
                  .setFormat("toml")
                  .setConfig(
                      new JsonObject().put("path", Path.of(file).toAbsolutePath().toString())));
    }
    return options
        .addStore(json(Sources.byKey(sources.environment())))
        .addStore(json(Sources.byKey(sources.flags())));
  }

  private static ConfigStoreOptions json(JsonObject content) {
    return new ConfigStoreOptions().setType("json").setConfig(content);
  }

  /** Called for every successful scan: makes what cannot be resolved a failed scan. */
  private JsonObject check(JsonObject merged) {
    Set<String> unknown = Sources.unknownKeys(merged);
    if (strict && !unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new ConfigException(
          "file " + file + ", key " + first, "there is no such setting" + hint(first));
    }
    sources.resolve(merged);
    for (String key : unknown) {
      if (!unknownKeys.contains(key)) {
        log.warn(
            "file {}, key {}: there is no such setting, it is ignored{}", file, key, hint(key));
      }
    }
    unknownKeys = unknown;
    if (trouble != null) {
      log.info("file {}: can be used again", file);
      trouble = null;
    }
    return merged;
  }

  private static String hint(String unknownKey) {
    return Sources.meantBy(unknownKey).map(key -> "; its name in a file is " + key).orElse("");
  }

  private void stay(Throwable failure) {
    String reason = explain(failure).getMessage();
    if (!reason.equals(trouble)) {
      trouble = reason;
      log.error("{}; the settings in force stay", reason);
    }
  }

  private void follow(Options next) {
    List<String> changed = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      Object value = next.get(setting);
      if (setting.reloadable() && !value.equals(inForce.get(setting))) {
        inForce = inForce.withValue(setting, value);
        changed.add(setting.key());
      } else if (!value.equals(inForce.get(setting)) && !value.equals(seen.get(setting))) {
        log.warn("file {}, key {}: the change needs a restart", file, setting.key());
      }
    }
    seen = next;
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.accept(inForce));
      log.info("file {}: now in force: {}", file, String.join(", ", changed));
    }
  }

  private ConfigException explain(Throwable failure) {
    return failure instanceof ConfigException told ? told : FileTrouble.explain(file, failure);
  }
}
