package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.config.Config;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody who reaches the engine's port can have made of what is sent there. */
class AllowedClassesTest {
  private final InternalSerializationService sender =
      new DefaultSerializationServiceBuilder().build();
  private final InternalSerializationService receiver = restricted();

  private static InternalSerializationService restricted() {
    Config config = new Config();
    AllowedClasses.restrict(config);
    return new DefaultSerializationServiceBuilder()
        .setClassLoader(config.getClassLoader())
        .setConfig(config.getSerializationConfig())
        .build();
  }

  @AfterEach
  void close() {
    sender.dispose();
    receiver.dispose();
  }

  @Test
  void failuresAreMadeAsMembersSendThem() {
    MemberLeftException left = new MemberLeftException("it has left");
    left.addSuppressed(new IllegalStateException("so what"));
    Data sent = sender.toData(left);

    assertEquals("it has left", receiver.<MemberLeftException>toObject(sent).getMessage());
  }

  @Test
  void nothingElseIsMadeOfJavasOwnForm() {
    Data sent = sender.toData(new AtomicReference<>(new HashMap<>()));

    assertThrows(RuntimeException.class, () -> receiver.toObject(sent));
    assertEquals(AtomicReference.class, sender.toObject(sent).getClass());
  }
}
