package dev.kith.pipeline.part;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the programs are that are not Kith's.
 *
 * @param registry the unpacked distribution of Apicurio Registry
 * @param connect with the settings of Kafka Connect and its connector
 * @param connectPlugin what Kafka Connect loads
 */
public record Parts(Path registry, Path connect, Path connectPlugin) {

  /**
   * Those of a working copy that was built.
   *
   * @param home its folder
   * @throws PartException if one is not there
   */
  public static Parts in(Path home) {
    return new Parts(
        folder(home.resolve("pipeline/target/registry")),
        folder(home.resolve("tools/connect")),
        folder(home.resolve("tools/connect/target/plugin")));
  }

  private static Path folder(Path path) {
    if (!Files.isDirectory(path)) {
      throw new PartException(
          path + " is missing: the build unpacks it (mvn package -pl pipeline -am)", null);
    }
    return path;
  }
}
