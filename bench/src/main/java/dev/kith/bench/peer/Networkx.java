package dev.kith.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.bench.data.PowerLawShop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;

/**
 * What networkx, in a process of its own, says of the graph of friends.
 *
 * @param values by user
 */
record Networkx(Map<Integer, List<Long>> values, double perSecond) {

  static Networkx run(PowerLawShop shop, Instant now, int[] users)
      throws IOException, InterruptedException {
    Path input = Files.createTempFile("kith-bench-", ".txt");
    Graph<Integer, DefaultEdge> graph = JGraphTGraph.of(shop, now);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(input))) {
      out.println(String.join(" ", IntStream.of(users).mapToObj(Integer::toString).toList()));
      graph
          .edgeSet()
          .forEach(e -> out.println(graph.getEdgeSource(e) + " " + graph.getEdgeTarget(e)));
    }
    try {
      return parse(call(input), users);
    } finally {
      Files.delete(input);
    }
  }

  private static List<String> call(Path input) throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder(Scripts.of("bench/peer/networkx/run").toString(), input.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    if (python.waitFor() != 0) {
      throw new IOException("networkx failed");
    }
    return said.lines().toList();
  }

  /** First the seconds that it took, then a line a user. */
  private static Networkx parse(List<String> lines, int[] users) {
    Map<Integer, List<Long>> values = new HashMap<>();
    for (int i = 0; i < users.length; i++) {
      Stream<String> numbers = Arrays.stream(lines.get(i + 1).split(" ", -1));
      values.put(users[i], numbers.map(Long::valueOf).toList());
    }
    return new Networkx(values, users.length / Double.parseDouble(lines.getFirst()));
  }

  List<Long> of(int user) {
    return values.getOrDefault(user, List.of());
  }
}
