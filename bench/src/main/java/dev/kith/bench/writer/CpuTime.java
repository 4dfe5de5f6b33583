package dev.kith.bench.writer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How long processors worked: unlike the time on the clock, that hardly depends on what else the
 * machine does.
 *
 * @param own of this process
 * @param children of the processes that it started: a Dgraph, unless that runs elsewhere
 */
record CpuTime(Duration own, Duration children) {

  static CpuTime now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new CpuTime(
        Duration.ofNanos(system.getProcessCpuTime()),
        ProcessHandle.current()
            .descendants()
            .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(Duration.ZERO, Duration::plus));
  }

  CpuTime minus(CpuTime before) {
    return new CpuTime(own.minus(before.own), children.minus(before.children));
  }
}
