package dev.kith.local;

import dev.kith.local.cli.KithCommand;

/** The program behind {@code ./kith}. */
public final class Kith {

  private Kith() {}

  public static void main(String[] args) {
    System.exit(KithCommand.commandLine().execute(args));
  }
}
