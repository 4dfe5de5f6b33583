package dev.kith.graph.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a process: environment variables, each declared once with its default and what it
 * is for. A variable that is set to nothing counts as not set.
 *
 * <p>Kafka client properties pass through: {@code KAFKA_SECURITY_PROTOCOL=SSL} is {@code
 * security.protocol=SSL}.
 */
public final class Settings {

  /**
   * One setting.
   *
   * @param fallback its value where the variable is not set
   * @param help one line: what it is for, with its unit
   */
  public record Setting(String name, String fallback, String help) {}

  private static final String KAFKA = "KAFKA_";

  private final Map<String, String> environment;
  private final List<Setting> declared;

  public Settings(Map<String, String> environment, List<Setting> declared) {
    this.environment = Map.copyOf(environment);
    this.declared = List.copyOf(declared);
  }

  public List<Setting> declared() {
    return declared;
  }

  /** The value of a declared setting. */
  public String get(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? setting(name).fallback() : value.strip();
  }

  /** The value of a declared setting that is a whole number within bounds. */
  public int getInt(String name, int min, int max) {
    String value = get(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, in the same words
    }
    throw invalid(name, "must be a whole number from " + min + " to " + max);
  }

  /** The value of a declared setting that is one of an enum's constants, in any case. */
  public <E extends Enum<E>> E getEnum(String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(get(name))) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    throw invalid(name, "must be one of " + String.join(", ", names));
  }

  /** A value that cannot be used, named as the user wrote it. */
  public ConfigException invalid(String name, String must) {
    return new ConfigException(
        List.of(
            new Problem(
                "environment",
                0,
                name + " is '" + get(name) + "'",
                "It " + must + " (default " + setting(name).fallback() + ")")));
  }

  /**
   * The properties for a Kafka client: every {@code KAFKA_…} variable that is not a declared
   * setting of another meaning, in lower case with dots.
   */
  public Map<String, Object> kafka() {
    Map<String, Object> properties = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA) && !value.isBlank()) {
            String property =
                name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
            properties.put(property, value.strip());
          }
        });
    properties.put("bootstrap.servers", get("KAFKA_BOOTSTRAP_SERVERS"));
    return properties;
  }

  /** Every declared setting with its value, in order, secrets masked: to be printed at start. */
  public Map<String, String> printable() {
    Map<String, String> out = new LinkedHashMap<>();
    for (Setting setting : declared) {
      out.put(setting.name(), mask(setting.name(), get(setting.name())));
    }
    environment.keySet().stream()
        .filter(name -> name.startsWith(KAFKA) && !out.containsKey(name))
        .sorted()
        .forEach(name -> out.put(name, mask(name, environment.getOrDefault(name, ""))));
    return out;
  }

  private static String mask(String name, String value) {
    boolean secret =
        name.contains("PASSWORD")
            || name.contains("SECRET")
            || name.contains("TOKEN")
            || name.contains("USER_INFO")
            || name.contains("JAAS");
    if (secret) {
      return value.isEmpty() ? "" : "(hidden)";
    }
    // user:password@ within a URL
    return value.replaceAll("(?<=://)[^/@\\s]+@", "(hidden)@");
  }

  private Setting setting(String name) {
    return declared.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("undeclared setting " + name));
  }
}
