package dev.kith.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The log of dead letters")
class DeadLetterLogTest {
  private final AtomicLong now = new AtomicLong();
  private final DeadLetterLog log = new DeadLetterLog(now::get);
  private final Logger logger = (Logger) LoggerFactory.getLogger(DeadLetterLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
  }

  @AfterEach
  void end() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  private List<String> lines() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void reject(long offset, Reason code) {
    log.rejected(new Source("users", 1, offset, 0, 0), code, "why");
  }

  private void later() {
    now.addAndGet(DeadLetterLog.INTERVAL.toNanos());
  }

  @Test
  @DisplayName("names the first at once, and sums up the others, be it that no more come")
  void flood() {
    for (int offset = 0; offset < 500_001; offset++) {
      reject(offset, offset % 2 == 0 ? Reason.BAD_VALUE : Reason.NO_KEY);
    }
    assertThat(lines()).containsExactly("To the dead letters: users 1@0: BAD_VALUE: why");
    later();
    log.tick();
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast())
        .isEqualTo(
            "To the dead letters, in 10 s: 250000 NO_KEY, 250000 BAD_VALUE. The last: users"
                + " 1@500000: why");
    log.tick();
    assertThat(lines()).hasSize(2);
  }

  @Test
  @DisplayName("names single ones that come after a while")
  void single() {
    reject(1, Reason.NO_KEY);
    later();
    reject(2, Reason.NO_KEY);
    later();
    log.tick();
    reject(3, Reason.NO_KEY);
    assertThat(lines())
        .containsExactly(
            "To the dead letters: users 1@1: NO_KEY: why",
            "To the dead letters: users 1@2: NO_KEY: why",
            "To the dead letters: users 1@3: NO_KEY: why");
  }
}
