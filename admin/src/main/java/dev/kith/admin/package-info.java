/**
 * What a process tells those who run it: {@link dev.kith.admin.Monitor} holds its metrics, its
 * parts and its admin server.
 */
@NullMarked
package dev.kith.admin;

import org.jspecify.annotations.NullMarked;
