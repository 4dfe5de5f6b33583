package dev.kith.local.faults;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.features.oracle.Table;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What ingest still has to do, as Kafka and Dgraph say it. */
final class Backlog implements AutoCloseable {
  private final Admin admin;
  private final Dgraph dgraph;

  Backlog(Installation kith) {
    admin = Admin.create(Map.of("bootstrap.servers", kith.kafka()));
    dgraph = Dgraph.connect(List.of(kith.alpha()));
  }

  /** Whether there are the topics that ingest makes when it first runs. */
  boolean hasTopics() throws ExecutionException, InterruptedException {
    Set<String> names = admin.listTopics().names().get();
    return names.containsAll(topologyTopics())
        && names.containsAll(List.of(Topics.GRAPH_CHANGES, Topics.DEAD_LETTERS));
  }

  /** Records of the CDC topics, and of ingest's own, that are not known to be done with. */
  long ofTopology() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> done =
        admin
            .listConsumerGroupOffsets(StreamsPart.APPLICATION_ID)
            .partitionsToOffsetAndMetadata()
            .get();
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends(topologyTopics()).entrySet()) {
      OffsetAndMetadata commit = done.get(end.getKey());
      left += end.getValue() - (commit == null ? 0 : commit.offset());
    }
    return left;
  }

  /** Changes that are not in Dgraph. */
  long ofWriter() throws ExecutionException, InterruptedException, DgraphException {
    TopicDescription topic =
        admin
            .describeTopics(List.of(Topics.GRAPH_CHANGES))
            .allTopicNames()
            .get()
            .get(Topics.GRAPH_CHANGES);
    DgraphWriter writer =
        new DgraphWriter(dgraph, GraphYaml.load(""), String.valueOf(topic.topicId()));
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends(List.of(Topics.GRAPH_CHANGES)).entrySet()) {
      left += end.getValue() - writer.position(end.getKey().partition());
    }
    return left;
  }

  /** How many records a topic has got. */
  long ends(String topic) throws ExecutionException, InterruptedException {
    return ends(List.of(topic)).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    admin.close();
    dgraph.close();
  }

  private static List<String> topologyTopics() {
    List<String> topics = new ArrayList<>(Arrays.stream(Table.values()).map(Table::topic).toList());
    topics.add(IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID));
    return topics;
  }

  private Map<TopicPartition, Long> ends(List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        p ->
                            latest.put(
                                new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> out = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin.listOffsets(latest).all().get().entrySet()) {
      out.put(end.getKey(), end.getValue().offset());
    }
    return out;
  }
}
