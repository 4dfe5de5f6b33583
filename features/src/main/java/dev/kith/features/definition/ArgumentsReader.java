package dev.kith.features.definition;

import dev.kith.features.operator.Arguments;
import dev.kith.features.operator.InvalidArgumentException;
import dev.kith.features.path.Step;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Reads the arguments of one feature's operator. */
final class ArgumentsReader implements Arguments {
  private final String what;
  private final YamlSection section;
  private final GraphSchema schema;
  private final NodeType entity;
  private final Limits limits;

  /**
   * @param what what messages call the feature
   */
  ArgumentsReader(
      String what, YamlSection section, GraphSchema schema, NodeType entity, Limits limits) {
    this.what = what;
    this.section = section;
    this.schema = schema;
    this.entity = entity;
    this.limits = limits;
  }

  @Override
  public Hop relation(String key) {
    return hop(
        key, "an edge type between nodes of type " + entity.name(), hop -> hop.edge().symmetric());
  }

  @Override
  public Optional<Hop> optionalRelation(String key) {
    return section.has(key) ? Optional.of(relation(key)) : Optional.empty();
  }

  @Override
  public Hop events(String key) {
    return hop(
        key,
        "an edge type with an event time that leads from " + entity.name(),
        hop -> !hop.edge().symmetric() && hop.edge().eventTime().isPresent());
  }

  @Override
  public long duration(String key) {
    Text text = required(key, "a time span");
    OptionalLong micros = Types.duration(text.value());
    return micros.orElseThrow(
        () -> invalid(text, key, "a time span", "Write a number above 0 and a unit: 30m, 24h, 7d"));
  }

  @Override
  public int number(String key, int least, int most) {
    String kind = "a whole number from " + least + " to " + most;
    Text text = required(key, kind);
    try {
      int number = Integer.parseInt(text.value());
      if (least <= number && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid(text, key, kind, "Write " + kind);
  }

  @Override
  public List<Step> path(Hop... hops) {
    return limits.steps(List.of(hops));
  }

  private Text required(String key, String kind) {
    return section
        .text(key)
        .orElseThrow(
            () ->
                new InvalidArgumentException(
                    section.line(),
                    what + " has no '" + key + "', which its operator takes",
                    "Add '" + key + ": …', " + kind));
  }

  private Hop hop(String key, String kind, Predicate<Hop> wanted) {
    Text text = required(key, kind);
    List<Hop> known =
        schema.edgeTypes().stream()
            .flatMap(Hop::along)
            .filter(hop -> hop.source().equals(entity) && wanted.test(hop))
            .toList();
    return known.stream()
        .filter(hop -> hop.toString().equals(text.value()))
        .findAny()
        .orElseThrow(
            () ->
                invalid(
                    text,
                    key,
                    kind,
                    Suggestion.of(text.value(), known.stream().map(Hop::toString).toList())));
  }

  private InvalidArgumentException invalid(Text text, String key, String kind, String fix) {
    return new InvalidArgumentException(
        text.line(),
        "'" + text.value() + "', the " + key + " of " + what + ", is not " + kind,
        fix);
  }
}
