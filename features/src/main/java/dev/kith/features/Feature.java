package dev.kith.features;

import dev.kith.graph.schema.AttributeType;

/**
 * A declared feature.
 *
 * @param type of its values
 */
public record Feature(String name, String description, AttributeType type) {}
