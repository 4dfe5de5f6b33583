/**
 * A naive oracle, written from the definitions (never from the evaluator), and random histories for
 * it: {@link dev.kith.features.oracle.RandomHistory} makes up what a connector delivers, {@link
 * dev.kith.features.oracle.Rows} says which rows that leaves, {@link
 * dev.kith.features.oracle.Oracle} says what the features of a user then are.
 */
package dev.kith.features.oracle;
