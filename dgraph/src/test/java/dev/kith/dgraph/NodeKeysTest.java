package dev.kith.dgraph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of the keys of nodes")
class NodeKeysTest {
  private final NodeKeys keys = new NodeKeys();

  @Test
  @DisplayName("stays known while timestamps do not go back")
  void kept() {
    NodeKeys.Learnt learnt = keys.at(keys.known(), 7);
    learnt.learn(1, "p1");
    assertThat(keys.at(keys.known(), 7).key(1)).isEqualTo("p1"); // nothing was written meanwhile
    assertThat(keys.at(keys.known(), 9).key(1)).isEqualTo("p1");
    assertThat(keys.known().key(2)).isNull();
  }

  @Test
  @DisplayName("is forgotten when they do: that is another Dgraph, with other nodes")
  void anotherDgraph() {
    keys.at(keys.known(), 7).learn(1, "p1");
    NodeKeys.Learnt before = keys.known();
    NodeKeys.Learnt learnt = keys.at(before, 3);
    assertThat(learnt.key(1)).isNull();
    learnt.learn(1, "p2");

    // Another question was on its way to the old one, or comes back from the new one.
    before.learn(2, "p1");
    assertThat(keys.at(before, 4)).isSameAs(learnt);
    assertThat(keys.known().key(1)).isEqualTo("p2");
    assertThat(keys.known().key(2)).isNull();
  }

  @Test
  @DisplayName("is forgotten when told so")
  void forgotten() {
    keys.at(keys.known(), 7).learn(1, "p1");
    keys.forget();
    assertThat(keys.known().key(1)).isNull();
  }
}
