package dev.kith.local.cli;

import java.time.Duration;
import java.util.Locale;

/** How long ago something was, for people. */
final class Ages {
  private Ages() {}

  /** In the two largest units. */
  static String text(double seconds) {
    Duration age = Duration.ofMillis((long) (seconds * 1000));
    if (age.toDays() > 0) {
      return age.toDays() + " d " + age.toHoursPart() + " h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + " min " + age.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%,.1f s", seconds);
  }
}
