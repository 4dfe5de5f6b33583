package dev.kith.graph.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A suggestion")
class SuggestionTest {
  private static final List<String> KNOWN = List.of("age", "friend_count", "purchase_count_7d");

  @Test
  @DisplayName("is the known name with the fewest letters to change, in any case")
  void nearest() {
    assertThat(Suggestion.nearest("friends_count", KNOWN)).contains("friend_count");
    assertThat(Suggestion.nearest("freind_count", KNOWN)).contains("friend_count");
    assertThat(Suggestion.nearest("purchase_count_8d", KNOWN)).contains("purchase_count_7d");
    assertThat(Suggestion.nearest("AGE", KNOWN)).contains("age");
    assertThat(Suggestion.of("agee", KNOWN)).isEqualTo("Did you mean 'age'?");
  }

  @Test
  @DisplayName("counts two letters that changed places as one change")
  void swapped() {
    assertThat(Suggestion.nearest("ba", List.of("xy", "ab"))).contains("ab");
  }

  @Test
  @DisplayName("is all known names where none is near")
  void nothingNear() {
    assertThat(Suggestion.nearest("clustering", KNOWN)).isEmpty();
    assertThat(Suggestion.of("clustering", KNOWN))
        .isEqualTo("Known here: age, friend_count, purchase_count_7d");
    assertThat(Suggestion.of("age", List.of())).isEqualTo("Nothing can stand here");
  }

  @Test
  @DisplayName("costs nothing for a name of millions of letters")
  void overlong() {
    assertThat(Suggestion.nearest("x".repeat(50_000_000), KNOWN)).isEmpty();
  }
}
