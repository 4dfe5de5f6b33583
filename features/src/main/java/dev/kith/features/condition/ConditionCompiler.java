package dev.kith.features.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks and compiles the conditions on the edges of one hop. The variables are the edge, by the
 * name of its type; the node that it leads to, by the name of its type; and {@code self}, the asked
 * node. The fields of each are its attributes.
 */
public final class ConditionCompiler {

  /**
   * The runtime insists on comparing numbers across types; the compiler, which is asked first, does
   * not allow it.
   */
  private static final CelOptions RUNTIME_OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final Variables variables;
  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final CelValidator validator;

  public ConditionCompiler(NodeType self, Hop hop) {
    variables = new Variables(self, hop);
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setTypeProvider(variables.types())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    variables.byName().forEach((name, variable) -> builder.addVar(name, variable.type()));
    compiler = builder.build();
    runtime =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setTypeProvider(variables.types())
            .setOptions(RUNTIME_OPTIONS)
            .build();
    validator =
        CelValidatorFactory.standardCelValidatorBuilder(compiler, runtime)
            .addAstValidators(
                TimestampLiteralValidator.INSTANCE,
                DurationLiteralValidator.INSTANCE,
                RegexLiteralValidator.INSTANCE)
            .build();
  }

  /**
   * Compiles a condition.
   *
   * @param problems is told what is wrong with it
   * @return empty if there were problems
   */
  public Optional<Condition> compile(String text, Consumer<ConditionProblem> problems) {
    return checked(text, problems)
        .map(
            ast ->
                new Condition(
                    reads(ast), new PredicateCompiler(runtime, variables, ast).compile()));
  }

  /** Like {@link #compile}, but all of it is left to the CEL runtime. */
  Optional<Condition> interpreted(String text, Consumer<ConditionProblem> problems) {
    return checked(text, problems)
        .map(
            ast ->
                new Condition(
                    reads(ast),
                    new PredicateCompiler(runtime, variables, ast).interpreted(ast.getExpr())));
  }

  private Optional<CelAbstractSyntaxTree> checked(
      String text, Consumer<ConditionProblem> problems) {
    CelValidationResult compiled = compiler.compile(text);
    if (report(compiled, problems)) {
      return Optional.empty();
    }
    try {
      CelAbstractSyntaxTree ast = compiled.getAst();
      boolean wrongLiteral = report(validator.validate(ast), problems);
      boolean bare = reportBare(ast, problems);
      return wrongLiteral || bare ? Optional.empty() : Optional.of(ast);
    } catch (CelValidationException e) {
      throw new IllegalStateException("CEL names no error, but gives no result", e);
    }
  }

  private boolean report(CelValidationResult result, Consumer<ConditionProblem> problems) {
    for (CelIssue issue : result.getErrors()) {
      problems.accept(
          ConditionProblem.of(
              issue.getMessage(), issue.getSourceLocation(), result.getSource(), variables));
    }
    return result.hasError();
  }

  /** An element has no value as a whole: only its attributes can be read. */
  private boolean reportBare(CelAbstractSyntaxTree ast, Consumer<ConditionProblem> problems) {
    boolean found = false;
    for (CelNavigableExpr node : nodes(ast)) {
      if (isVariable(ast, node)
          && node.parent().filter(p -> p.getKind() == Kind.SELECT).isEmpty()) {
        CelSource source = ast.getSource();
        CelSourceLocation where =
            Optional.ofNullable(source.getPositionsMap().get(node.id()))
                .flatMap(source::getOffsetLocation)
                .orElse(CelSourceLocation.NONE);
        problems.accept(ConditionProblem.bare(node.expr().ident().name(), where, source));
        found = true;
      }
    }
    return found;
  }

  private Set<AttributeRef> reads(CelAbstractSyntaxTree ast) {
    Set<AttributeRef> reads = new HashSet<>();
    for (CelNavigableExpr node : nodes(ast)) {
      if (isVariable(ast, node)) {
        String field = node.parent().orElseThrow().expr().select().field();
        Optional.ofNullable(variables.byName().get(node.expr().ident().name()))
            .flatMap(variable -> variable.attribute(field))
            .ifPresent(reads::add);
      }
    }
    return reads;
  }

  /** Whether it is one of the variables, and not one of the same name in a macro. */
  private boolean isVariable(CelAbstractSyntaxTree ast, CelNavigableExpr node) {
    return node.getKind() == Kind.IDENT
        && variables.byName().containsKey(node.expr().ident().name())
        && ast.getType(node.id()).filter(type -> type.kind() == CelKind.STRUCT).isPresent();
  }

  private static Iterable<CelNavigableExpr> nodes(CelAbstractSyntaxTree ast) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes().toList();
  }
}
