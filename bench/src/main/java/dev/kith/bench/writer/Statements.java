package dev.kith.bench.writer;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.ElementType;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.NQuad;
import io.dgraph.DgraphProto.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A mutation as other clients make it. A subject is anything that Dgraph takes. Not thread-safe.
 */
final class Statements {
  private static final Value EVERYTHING = Value.newBuilder().setDefaultVal("_STAR_ALL").build();

  private final Mutation.Builder mutation = Mutation.newBuilder();

  Statements set(String subject, String predicate, String text) {
    mutation.addSet(quad(subject, predicate).setObjectValue(text(text)));
    return this;
  }

  Statements set(String subject, ElementType type, Row row) {
    for (Attribute attribute : type.attributes()) {
      if (row.has(attribute)) {
        mutation.addSet(quad(subject, attribute.name()).setObjectValue(value(attribute, row)));
      }
    }
    return this;
  }

  Statements link(String subject, String predicate, String object) {
    mutation.addSet(quad(subject, predicate).setObjectId(object));
    return this;
  }

  Statements unlink(String subject, String predicate, String object) {
    mutation.addDel(quad(subject, predicate).setObjectId(object));
    return this;
  }

  Statements delete(String subject, String... predicates) {
    for (String predicate : predicates) {
      mutation.addDel(quad(subject, predicate).setObjectValue(EVERYTHING));
    }
    return this;
  }

  Mutation mutation() {
    return mutation.build();
  }

  private static NQuad.Builder quad(String subject, String predicate) {
    return NQuad.newBuilder().setSubject(subject).setPredicate(predicate);
  }

  private static Value.Builder text(String text) {
    return Value.newBuilder().setStrVal(text);
  }

  private static Value.Builder value(Attribute attribute, Row row) {
    return switch (attribute.type()) {
      case INT -> Value.newBuilder().setIntVal(row.bits(attribute));
      case DOUBLE -> Value.newBuilder().setDoubleVal(row.doubleValue(attribute));
      case BOOL -> Value.newBuilder().setBoolVal(row.boolValue(attribute));
      case STRING -> text(String.valueOf(row.text(attribute)));
      case TIMESTAMP -> text(Instant.EPOCH.plus(row.bits(attribute), ChronoUnit.MICROS).toString());
    };
  }
}
