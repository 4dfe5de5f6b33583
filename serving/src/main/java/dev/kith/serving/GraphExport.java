package dev.kith.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.kith.admin.Answers;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.replica.HeldGraph;
import dev.kith.serving.replica.Replica;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Answers with all that the replica holds, as a {@link GraphStream}: for {@code ./kith verify}. It
 * reads the graph as any question does, so changes go on meanwhile, and nothing is copied.
 */
final class GraphExport implements HttpHandler {
  private static final int BUFFER = 64 * 1024;

  private final Replica replica;
  private final ChangeCodec codec;

  GraphExport(Replica replica, GraphSchema schema) {
    this.replica = replica;
    this.codec = new ChangeCodec(schema);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<HeldGraph> held = replica.held();
    if (held.isEmpty()) {
      Answers.line(exchange, 503, "the replica " + replica.status());
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", GraphStream.CONTENT_TYPE);
    exchange.sendResponseHeaders(200, 0); // of a length that nobody knows yet
    OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
    GraphStream.Writer writer =
        new GraphStream.Writer(out, codec, held.get().topicId(), held.get().positions());
    held.get().graph().forEach(writer::add);
    writer.end();
    out.close();
    exchange.close();
  }
}
