/** A naive oracle, written from the definitions, and random histories for it. */
package dev.kith.features.oracle;
