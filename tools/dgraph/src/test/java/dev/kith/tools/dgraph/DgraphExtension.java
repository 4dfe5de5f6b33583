package dev.kith.tools.dgraph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real Dgraph as a {@link DgraphServer} parameter: one for all test classes of a JVM,
 * so a class begins by wiping it. Where none can be had the class is skipped, and says so on
 * standard error; with {@code CI=true} it fails.
 */
public final class DgraphExtension implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(DgraphExtension.class);

  /** The one attempt to have a server; JUnit closes it after the last test. */
  private record Attempt(@Nullable DgraphServer server, @Nullable DgraphServerException failure)
      implements AutoCloseable {

    static Attempt make() {
      try {
        return new Attempt(
            DgraphServer.obtain(line -> System.err.println("[dgraph] " + line)), null);
      } catch (DgraphServerException e) {
        return new Attempt(null, e);
      }
    }

    @Override
    public void close() {
      if (server != null) {
        server.close();
      }
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    DgraphServerException failure = attempt(context).failure();
    if (failure == null) {
      return ConditionEvaluationResult.enabled("a Dgraph runs");
    }
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new ExtensionConfigurationException(
          "CI=true, so tests that need Dgraph must run. " + failure.getMessage(), failure);
    }
    System.err.println(
        "[dgraph] SKIPPED " + context.getDisplayName() + ": " + failure.getMessage());
    return ConditionEvaluationResult.disabled(failure.getMessage());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DgraphServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DgraphServer server = attempt(context).server();
    if (server == null) {
      throw new IllegalStateException("a test runs that the condition has disabled");
    }
    return server;
  }

  private static Attempt attempt(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Attempt.class, type -> Attempt.make(), Attempt.class);
  }
}
