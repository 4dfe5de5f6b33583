package dev.kith.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may know whom: what Maven's modules can't say. */
@DisplayName("The architecture")
class ArchitectureTest {
  private static final JavaClasses KITH =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kith");

  @Test
  @DisplayName("points one way: the graph knows no other part")
  void graphKnowsNothing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kith.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.kith.admin..",
                "dev.kith.dgraph..",
                "dev.kith.features..",
                "dev.kith.ingest..",
                "dev.kith.serving..",
                "dev.kith.local..",
                "dev.kith.proto.."));
  }

  @Test
  @DisplayName("keeps Dgraph's client within dgraph")
  void dgraphClient() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.kith.dgraph..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.dgraph.."));
  }

  @Test
  @DisplayName("keeps Kafka away from the graph, the features and Dgraph")
  void kafka() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.kith.graph..", "dev.kith.features..", "dev.kith.dgraph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka.."));
  }

  @Test
  @DisplayName("keeps metrics and the admin server away from the graph, the features and Dgraph")
  void admin() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.kith.graph..", "dev.kith.features..", "dev.kith.dgraph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kith.admin..", "io.micrometer.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kith.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.kith.dgraph..",
                "dev.kith.features..",
                "dev.kith.ingest..",
                "dev.kith.serving..",
                "dev.kith.local..",
                "dev.kith.proto..",
                "org.apache.kafka.."));
  }

  @Test
  @DisplayName("keeps the wire away from the features: no protobuf stubs, no gRPC")
  void features() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.kith.graph..", "dev.kith.features..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kith.proto..", "io.grpc.."));
  }

  @Test
  @DisplayName("keeps ingest and serving apart: they share a topic, not code")
  void ingestAndServing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kith.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.kith.ingest.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kith.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.kith.serving..", "dev.kith.features.."));
  }

  @Test
  @DisplayName("has no cycles between packages")
  void cycles() {
    check(slices().matching("dev.kith.(*)..").should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.check(KITH);
  }
}
