package dev.kith.ingest.retry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs an outage once when it begins and once when it ends, not at each attempt. Thread-safe. */
public final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private final String what;
  private boolean away;

  /**
   * @param what what may be away, as the beginning of a sentence
   */
  public OutageLog(String what) {
    this.what = what;
  }

  /** An attempt failed. Whether the outage begins with it. */
  public synchronized boolean failed(String why) {
    if (!away) {
      LOG.warn(
          "{} does not answer: {}. Trying again until it does; nothing is skipped.", what, why);
      away = true;
      return true;
    }
    return false;
  }

  /** An attempt succeeded. Whether that ends an outage. */
  public synchronized boolean succeeded() {
    if (away) {
      LOG.info("{} answers again.", what);
      away = false;
      return true;
    }
    return false;
  }
}
