/**
 * How far ingest has come, told with the changes: {@link
 * dev.kith.ingest.watermark.WatermarkPublisher} sends what {@link
 * dev.kith.ingest.watermark.TopicOffsets} says is reached the way that changes go.
 */
@NullMarked
package dev.kith.ingest.watermark;

import org.jspecify.annotations.NullMarked;
