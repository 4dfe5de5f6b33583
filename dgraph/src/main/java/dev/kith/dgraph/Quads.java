package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import io.dgraph.DgraphProto.Facet;
import io.dgraph.DgraphProto.NQuad;
import io.dgraph.DgraphProto.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one mutation. Dgraph deletes first, then sets. A subject is a uid ({@code
 * 0x2a}) or a blank node ({@code _:x}), which becomes a new one. Not thread-safe.
 */
final class Quads {
  private static final String TYPE = "dgraph.type";

  /** In which Dgraph keeps the facets of an edge. */
  private static final Comparator<Facet> BY_KEY = Comparator.comparing(Facet::getKey);

  private static final Value EVERYTHING = Value.newBuilder().setDefaultVal("_STAR_ALL").build();

  private final List<NQuad> set = new ArrayList<>();
  private final List<NQuad> deleted = new ArrayList<>();

  List<NQuad> set() {
    return set;
  }

  List<NQuad> deleted() {
    return deleted;
  }

  void setType(String subject, String type) {
    set.add(quad(subject, TYPE).setObjectValue(text(type)).build());
  }

  /** Deletes the one type; somebody else may have given it others. */
  void deleteType(String subject, String type) {
    deleted.add(quad(subject, TYPE).setObjectValue(text(type)).build());
  }

  void setText(String subject, String predicate, String value) {
    set.add(quad(subject, predicate).setObjectValue(text(value)).build());
  }

  void setNumber(String subject, String predicate, long value) {
    set.add(quad(subject, predicate).setObjectValue(Value.newBuilder().setIntVal(value)).build());
  }

  /** Deletes whatever value or link the subject has of a predicate. */
  void delete(String subject, String predicate) {
    deleted.add(quad(subject, predicate).setObjectValue(EVERYTHING).build());
  }

  /**
   * Sets the attributes of a row.
   *
   * @param isNew whether the subject can't have old values, so that those that the row lacks need
   *     not be deleted
   */
  void setRow(String subject, List<Attribute> attributes, Row row, boolean isNew) {
    for (Attribute attribute : attributes) {
      Optional<Value> value = value(attribute, row);
      if (value.isPresent()) {
        set.add(quad(subject, attribute.name()).setObjectValue(value.get()).build());
      } else if (!isNew) {
        delete(subject, attribute.name());
      }
    }
  }

  void deleteRow(String subject, List<Attribute> attributes) {
    attributes.forEach(attribute -> delete(subject, attribute.name()));
  }

  void link(String subject, String predicate, String object) {
    set.add(quad(subject, predicate).setObjectId(object).build());
  }

  /** Sets a link with the attributes of a row as its facets, and no others. */
  void link(String subject, String predicate, String object, List<Attribute> attributes, Row row) {
    set.add(
        quad(subject, predicate).setObjectId(object).addAllFacets(facets(attributes, row)).build());
  }

  /**
   * Sets the link from a record to one of its ends, with the attributes of the record's row as its
   * facets, and the other end.
   *
   * @param farEnd a uid
   */
  void linkEnd(
      String record,
      String predicate,
      String end,
      String farEnd,
      List<Attribute> attributes,
      Row row) {
    List<Facet> facets = facets(attributes, row);
    facets.add(
        Facet.newBuilder()
            .setKey(DgraphSchema.FAR_END)
            .setValType(Facet.ValType.INT)
            .setValue(bits(Uids.parse(farEnd)))
            .build());
    facets.sort(BY_KEY);
    set.add(quad(record, predicate).setObjectId(end).addAllFacets(facets).build());
  }

  void unlink(String subject, String predicate, String object) {
    deleted.add(quad(subject, predicate).setObjectId(object).build());
  }

  private static NQuad.Builder quad(String subject, String predicate) {
    return NQuad.newBuilder().setSubject(subject).setPredicate(predicate);
  }

  private static Value text(String value) {
    return Value.newBuilder().setStrVal(value).build();
  }

  private static Optional<Value> value(Attribute attribute, Row row) {
    if (!row.has(attribute)) {
      return Optional.empty();
    }
    Value.Builder value = Value.newBuilder();
    switch (attribute.type()) {
      case INT -> value.setIntVal(row.bits(attribute));
      case DOUBLE -> value.setDoubleVal(row.doubleValue(attribute));
      case STRING -> value.setStrVal(textOf(attribute, row));
      case BOOL -> value.setBoolVal(row.boolValue(attribute));
      case TIMESTAMP -> value.setDatetimeVal(Timestamps.binary(row.bits(attribute)));
    }
    return Optional.of(value.build());
  }

  private static List<Facet> facets(List<Attribute> attributes, Row row) {
    List<Facet> out = new ArrayList<>();
    for (Attribute attribute : attributes) {
      if (row.has(attribute)) {
        out.add(facet(attribute, row));
      }
    }
    out.sort(BY_KEY);
    return out;
  }

  /** A facet's value is binary: numbers in little-endian order, text in UTF-8. */
  private static Facet facet(Attribute attribute, Row row) {
    Facet.Builder facet = Facet.newBuilder().setKey(attribute.name());
    switch (attribute.type()) {
      case INT -> facet.setValType(Facet.ValType.INT).setValue(bits(row.bits(attribute)));
      case DOUBLE -> facet.setValType(Facet.ValType.FLOAT).setValue(bits(row.bits(attribute)));
      case STRING ->
          facet
              .setValType(Facet.ValType.STRING)
              .setValue(ByteString.copyFromUtf8(textOf(attribute, row)));
      case BOOL ->
          facet
              .setValType(Facet.ValType.BOOL)
              .setValue(ByteString.copyFrom(new byte[] {(byte) row.bits(attribute)}));
      case TIMESTAMP ->
          facet.setValType(Facet.ValType.DATETIME).setValue(Timestamps.binary(row.bits(attribute)));
    }
    return facet.build();
  }

  private static ByteString bits(long value) {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return ByteString.copyFrom(out.putLong(value).flip());
  }

  private static String textOf(Attribute attribute, Row row) {
    String text = row.text(attribute);
    if (text == null) {
      throw new IllegalArgumentException(
          attribute.name() + " is " + AttributeType.STRING + " but holds no text");
    }
    return text;
  }
}
