package dev.kith.features.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Makes predicates of a checked CEL expression. Comparisons of attributes and constants, {@code
 * in}, {@code has}, and what {@code &&}, {@code ||} and {@code !} make of them run without the CEL
 * runtime, which boxes every value and throws for a missing one; every other part runs in it.
 * Either way the outcome is the runtime's.
 */
final class PredicateCompiler {
  private final CelRuntime runtime;
  private final Variables variables;
  private final CelAbstractSyntaxTree ast;

  PredicateCompiler(CelRuntime runtime, Variables variables, CelAbstractSyntaxTree ast) {
    this.runtime = runtime;
    this.variables = variables;
    this.ast = ast;
  }

  Predicate compile() {
    return compile(ast.getExpr());
  }

  private Predicate compile(CelExpr expr) {
    return direct(expr).orElseGet(() -> interpreted(expr));
  }

  /** The whole or a part as the CEL runtime evaluates it. */
  Predicate interpreted(CelExpr expr) {
    CelAbstractSyntaxTree part =
        CelAbstractSyntaxTree.newCheckedAst(
            expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
    try {
      return new CelPredicate(runtime.createProgram(part), variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked condition can't be planned", e);
    }
  }

  private Optional<Predicate> direct(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> literal(expr).map(PredicateCompiler::always);
      case SELECT -> attribute(expr, true).flatMap(ref -> flag(ref, expr.select().testOnly()));
      case CALL -> Operator.findReverse(expr.call().function()).flatMap(o -> call(o, expr.call()));
      default -> Optional.empty();
    };
  }

  private static Predicate always(Object value) {
    Truth truth = value instanceof Boolean b ? Truth.of(b) : Truth.ERROR;
    return (edges, i) -> truth;
  }

  private static Optional<Predicate> flag(AttributeRef ref, boolean presenceOnly) {
    return presenceOnly
        ? Optional.of((edges, i) -> Truth.of(edges.has(ref, i)))
        : Comparisons.withConstant(Relation.EQUAL, ref, true);
  }

  private Optional<Predicate> call(Operator operator, CelCall call) {
    List<CelExpr> args = call.args();
    return switch (operator) {
      case LOGICAL_AND -> args.stream().map(this::compile).reduce(Predicate::and);
      case LOGICAL_OR -> args.stream().map(this::compile).reduce(Predicate::or);
      case LOGICAL_NOT -> Optional.of(compile(args.getFirst()).not());
      case IN -> oneOf(args.getFirst(), args.getLast());
      default ->
          Relation.of(operator)
              .flatMap(relation -> comparison(relation, args.getFirst(), args.getLast()));
    };
  }

  private Optional<Predicate> comparison(Relation relation, CelExpr left, CelExpr right) {
    Optional<AttributeRef> leftRef = attribute(left, false);
    Optional<AttributeRef> rightRef = attribute(right, false);
    if (leftRef.isPresent() && rightRef.isPresent()) {
      return Comparisons.ofAttributes(relation, leftRef.get(), rightRef.get());
    }
    if (leftRef.isPresent()) {
      return literal(right).flatMap(c -> Comparisons.withConstant(relation, leftRef.get(), c));
    }
    return rightRef.flatMap(
        ref -> literal(left).flatMap(c -> Comparisons.withConstant(relation.flipped(), ref, c)));
  }

  /** Of constants only: an attribute in the list that is missing is an error for all of it. */
  private Optional<Predicate> oneOf(CelExpr value, CelExpr list) {
    Optional<AttributeRef> ref = attribute(value, false);
    if (ref.isEmpty() || list.getKind() != Kind.LIST) {
      return Optional.empty();
    }
    List<Optional<Predicate>> each =
        list.list().elements().stream()
            .map(PredicateCompiler::literal)
            .map(c -> c.flatMap(v -> Comparisons.withConstant(Relation.EQUAL, ref.get(), v)))
            .toList();
    return each.stream().allMatch(Optional::isPresent)
        ? each.stream().flatMap(Optional::stream).reduce(Predicate::or)
        : Optional.empty();
  }

  private Optional<AttributeRef> attribute(CelExpr expr, boolean presenceToo) {
    if (expr.getKind() != Kind.SELECT) {
      return Optional.empty();
    }
    CelSelect select = expr.select();
    if (select.operand().getKind() != Kind.IDENT || (select.testOnly() && !presenceToo)) {
      return Optional.empty();
    }
    return Optional.ofNullable(variables.byName().get(select.operand().ident().name()))
        .flatMap(variable -> variable.attribute(select.field()));
  }

  /** A constant in the form that {@link Comparisons} takes. */
  private static Optional<Object> literal(CelExpr expr) {
    if (expr.getKind() == Kind.CONSTANT) {
      CelConstant constant = expr.constant();
      return switch (constant.getKind()) {
        case INT64_VALUE -> Optional.of(constant.int64Value());
        case DOUBLE_VALUE -> Optional.of(constant.doubleValue());
        case BOOLEAN_VALUE -> Optional.of(constant.booleanValue());
        case STRING_VALUE -> Optional.of(constant.stringValue());
        default -> Optional.empty();
      };
    }
    if (expr.getKind() == Kind.CALL && expr.call().function().equals("timestamp")) {
      return literal(expr.call().args().getFirst())
          .flatMap(text -> text instanceof String s ? micros(s) : Optional.empty());
    }
    return Optional.empty();
  }

  /** Epoch microseconds; empty if the instant lies between two of them, or is none. */
  private static Optional<Object> micros(String text) {
    try {
      Instant instant = Instant.parse(text);
      return instant.equals(instant.truncatedTo(ChronoUnit.MICROS))
          ? Optional.of(ChronoUnit.MICROS.between(Instant.EPOCH, instant))
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty(); // the runtime says what it is
    }
  }
}
