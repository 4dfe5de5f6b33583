/**
 * Reading configuration: YAML that keeps its line numbers, problems, settings from the environment.
 */
@NullMarked
package dev.kith.graph.config;

import org.jspecify.annotations.NullMarked;
