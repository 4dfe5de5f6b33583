package dev.kith.pipeline.part;

import dev.kith.local.embedded.Loopback;
import dev.kith.tools.dgraph.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Apicurio Registry, with its schemas in memory. It speaks Confluent's API beside its own. */
public final class Registry implements AutoCloseable {
  private static final String NAME = "Apicurio Registry";

  private final int port;
  private final SupervisedProcess process;

  private Registry(int port, SupervisedProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param program the unpacked distribution
   * @param folder made for it
   */
  public static Registry start(Path program, Path folder) {
    int port = Loopback.port(0, NAME, "");
    try {
      Registry registry =
          new Registry(
              port,
              SupervisedProcess.start(
                  folder,
                  List.of(
                      Java.program(),
                      "-Xmx256m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-Dquarkus.http.host=" + Loopback.HOST,
                      "-Dquarkus.http.port=" + port,
                      "-Dquarkus.management.host=" + Loopback.HOST,
                      "-Dquarkus.management.port=" + Loopback.port(0, NAME, ""),
                      "-jar",
                      program.resolve("quarkus-run.jar").toString())));
      Await.answer(
          NAME, registry.process, URI.create(registry.confluentUrl() + "/subjects"), body -> true);
      return registry;
    } catch (IOException e) {
      throw new PartException(NAME + " does not start: " + e, e);
    }
  }

  /** Where Confluent's API is. */
  public String confluentUrl() {
    return url() + "/apis/ccompat/v7";
  }

  /** Where the API is that its own converter uses. */
  String converterUrl() {
    return url() + "/apis/registry/v2";
  }

  private String url() {
    return "http://" + Loopback.HOST + ":" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
