package dev.kith.graph.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A graph.yaml is refused")
class GraphProblemsTest {

  @Test
  @DisplayName("with a column that no Avro record can have, wherever it is named")
  void columns() {
    assertThat(
            problems(
                """
                nodes:
                  user:
                    key: user_id
                    attributes:
                      age: int
                edges:
                  knows:
                    from: user
                    to: user
                sources:
                  - topic: users
                    element: user
                    key: user-id
                    columns: {age: Age in years}
                  - topic: acquaintances
                    element: knows
                    ends: [who, 2nd]
                """))
        .extracting(Problem::line, Problem::what)
        .containsExactly(
            tuple(13, "'user-id' can't be the name of a column"),
            tuple(14, "'Age in years' can't be the name of a column"),
            tuple(17, "'2nd' can't be the name of a column"));
  }

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(ConfigException.class, () -> GraphYaml.parse("graph.yaml", yaml))
        .problems();
  }
}
