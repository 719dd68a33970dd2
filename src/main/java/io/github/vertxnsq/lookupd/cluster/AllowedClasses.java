package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import java.io.ObjectInputFilter;
import java.util.Set;

/**
 * Of which classes others may have objects made here. Members send each other objects, and whoever
 * reaches the engine's port could otherwise name any class that there is.
 */
final class AllowedClasses extends ClassLoader {
  /** Failures, which are all that the engine sends in Java's own form, and what they consist of. */
  private static final String[] FAILURES = {
    "java.lang.Throwable",
    "java.lang.Exception",
    "java.lang.Error",
    "java.lang.RuntimeException",
    "java.lang.IllegalStateException",
    "java.lang.IllegalArgumentException",
    "java.lang.NullPointerException",
    "java.lang.SecurityException",
    "java.lang.StackTraceElement",
    "[Ljava.lang.StackTraceElement;",
    "java.util.Collections$EmptyList",
    "java.util.Collections$UnmodifiableList",
    "java.util.Collections$UnmodifiableCollection",
    "java.util.ArrayList",
    "java.util.concurrent.CancellationException",
    "java.util.concurrent.TimeoutException",
    "java.io.IOException",
    "java.io.EOFException",
  };

  private static final Set<String> IN_JAVAS_FORM = Set.of(FAILURES);

  private static final String[] PACKAGES_OF_FAILURES = {
    "com.hazelcast.core",
    "com.hazelcast.spi.exception",
    "com.hazelcast.nio.serialization",
    "com.hazelcast.internal.cluster.impl",
  };

  /** What the engine makes by name: its own parts, and what Vert.x keeps in its maps. */
  private static final String ENGINE = "com.hazelcast.";

  private static final Set<String> BY_NAME =
      Set.of(
          "io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo",
          "io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo");

  /** Java's own form is for failures alone, which are neither deep nor large. */
  private static final String SIZES = "maxdepth=20;maxarray=1000;maxrefs=10000;maxbytes=1000000";

  private AllowedClasses(ClassLoader parent) {
    super(parent);
  }

  /** Makes the engine refuse all others. */
  static void restrict(Config config) {
    JavaSerializationFilterConfig filter =
        new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    filter.getWhitelist().addClasses(FAILURES).addPackages(PACKAGES_OF_FAILURES);
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    config.setClassLoader(new AllowedClasses(AllowedClasses.class.getClassLoader()));
  }

  /** Bounds what may come in Java's own form, for this whole process: the engine has no setting. */
  static synchronized void boundSizes() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(SIZES));
    }
  }

  /** Refuses otherwise than as "not found", after which the engine would look elsewhere. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> found = super.loadClass(name, resolve); // runs nothing of it
    if (!name.startsWith(ENGINE) && !BY_NAME.contains(name) && !IN_JAVAS_FORM.contains(name)) {
      throw new SecurityException(name + " is not allowed");
    }
    return found;
  }
}
