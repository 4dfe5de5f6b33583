/** The gRPC contract: requests to plans, vectors to answers, failures to codes. */
@NullMarked
package dev.kith.serving.rpc;

import org.jspecify.annotations.NullMarked;
