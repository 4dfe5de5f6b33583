package dev.kith.bench;

import dev.kith.bench.data.PowerLawShop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How large the shop is that is measured with. */
public final class ShopOptions {
  private static final PowerLawShop QUICK = new PowerLawShop(1, 500, 20, 5);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--users", description = "How many the shop has.")
  private @Nullable Integer users;

  @Option(names = "--friends", description = "Of a user, on average; a few have very many.")
  private @Nullable Integer friends;

  @Option(names = "--purchases", description = "Of a user, on average; a few make very many.")
  private @Nullable Integer purchases;

  /**
   * The shop.
   *
   * @param full what it is where nothing else was said
   */
  public PowerLawShop shop(Options options, PowerLawShop full) {
    PowerLawShop like = options.quick() ? QUICK : full;
    try {
      return new PowerLawShop(
          options.seed(),
          Optional.ofNullable(users).orElse(like.users()),
          Optional.ofNullable(friends).orElse(like.friends()),
          Optional.ofNullable(purchases).orElse(like.purchases()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
