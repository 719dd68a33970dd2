package io.github.vertxnsq.lookupd.style;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.vertxnsq.lookupd.cluster.Membership;
import java.util.concurrent.TimeUnit;

/** The arrows between the packages, and what none of them may use. */
@AnalyzeClasses(
    packages = "io.github.vertxnsq.lookupd",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "io.github.vertxnsq.lookupd";

  @ArchTest
  static final ArchRule dependenciesPointInward =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("program")
          .definedBy(ROOT)
          .layer("wire")
          .definedBy(ROOT + ".wire..")
          .layer("http")
          .definedBy(ROOT + ".http..")
          .layer("cluster")
          .definedBy(ROOT + ".cluster..")
          .layer("replication")
          .definedBy(ROOT + ".replication..")
          .layer("seeding")
          .definedBy(ROOT + ".seeding..")
          .layer("remembering")
          .definedBy(ROOT + ".remembering..")
          .layer("systemd")
          .definedBy(ROOT + ".systemd..")
          .layer("bus")
          .definedBy(ROOT + ".bus..")
          .layer("metrics")
          .definedBy(ROOT + ".metrics..")
          .layer("limits")
          .definedBy(ROOT + ".limits..")
          .layer("events")
          .definedBy(ROOT + ".events..")
          .layer("registry")
          .definedBy(ROOT + ".registry..")
          .layer("auth")
          .definedBy(ROOT + ".auth..")
          .layer("tls")
          .definedBy(ROOT + ".tls..")
          .layer("files")
          .definedBy(ROOT + ".files..")
          .layer("config")
          .definedBy(ROOT + ".config..")
          .layer("logging")
          .definedBy(ROOT + ".logging..")
          .layer("golang")
          .definedBy(ROOT + ".golang..")
          .whereLayer("program")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("wire")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("replication")
          .mayOnlyBeAccessedByLayers("program", "remembering")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("program", "replication")
          .whereLayer("seeding")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("remembering")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("systemd")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers("program", "http")
          .whereLayer("tls")
          .mayOnlyBeAccessedByLayers("program", "wire", "http", "cluster")
          .whereLayer("files")
          .mayOnlyBeAccessedByLayers("program", "tls", "auth", "metrics", "config")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("bus")
          .mayOnlyBeAccessedByLayers("program", "wire", "http", "replication", "seeding")
          .whereLayer("events")
          .mayOnlyBeAccessedByLayers("http", "bus")
          .whereLayer("limits")
          .mayOnlyBeAccessedByLayers("program", "wire", "http", "bus", "tls", "auth", "cluster")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers(
              "program", "wire", "http", "replication", "remembering", "bus", "tls", "auth")
          .whereLayer("golang")
          .mayOnlyBeAccessedByLayers("config", "http", "wire")
          .whereLayer("logging")
          .mayOnlyBeAccessedByLayers("program", "http", "config", "bus", "files");

  @ArchTest
  static final ArchRule noCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theRegistryIsPure =
      classes()
          .that()
          .resideInAPackage(ROOT + ".registry..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + ".registry..", "java.lang..", "java.util..", "java.time..");

  @ArchTest
  static final ArchRule theRegistryHasNeitherClockNorThread =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".registry..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Instant")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..");

  @ArchTest
  static final ArchRule nobodySleepsOrAsksTheWallClockByTheBackDoor =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule onlyTheBusKnowsTheEventBus =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".bus..", ROOT + ".cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.core.eventbus..");

  @ArchTest
  static final ArchRule theClusterOnlySaysWhereTheEventBusListensAndHow =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".cluster..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.vertx.core.eventbus..")
                  .and(not(simpleName("EventBusOptions")))
                  .and(not(simpleName("EventBus")))); // whose certificate it changes

  @ArchTest
  static final ArchRule onlyTheClusterKnowsItsEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.hazelcast..", "io.vertx.spi.cluster..", "io.vertx.core.spi.cluster..");

  /** Or whoever uses it would be bound to the engine. */
  @ArchTest
  static final ArchRule membershipNamesNoEngine =
      classes()
          .that()
          .haveSimpleName("Membership")
          .should()
          .onlyDependOnClassesThat(resideInAPackage("java..").or(belongToAnyOf(Membership.class)));

  /** Or it would be loaded without -cluster. */
  @ArchTest
  static final ArchRule theClusterIsStartedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cluster..")
          .and(not(simpleName("Joining")))
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + ".cluster..")
                  .and(not(simpleName("ClusterEngine")))
                  .and(not(belongToAnyOf(Membership.class))));

  /** Or native code would be loaded for everybody. */
  @ArchTest
  static final ArchRule onlyTheNotifySocketIsNative =
      noClasses()
          .that(not(simpleName("NotifySocket")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.channel.epoll..", "io.netty.channel.unix..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .resideInAnyPackage("..util..", "..impl..");
}
