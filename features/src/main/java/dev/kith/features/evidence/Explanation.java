package dev.kith.features.evidence;

/**
 * Why a value is what it is.
 *
 * @param asked the asked node, and below it what the value is made of
 * @param pieces how many of those there are; not all may be among the findings
 */
public record Explanation(Finding asked, long pieces) {}
