package dev.kith.graph.schema;

/**
 * A typed attribute of a node or edge type.
 *
 * @param name as {@code graph.yaml} writes it; also its predicate in Dgraph
 * @param index its position among the attributes of its type, from 0
 */
public record Attribute(String name, AttributeType type, int index) {}
