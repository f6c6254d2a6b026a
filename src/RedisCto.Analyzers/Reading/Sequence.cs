using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells whether one call runs after another in the same function, as a person reads it from top to bottom.</summary>
internal static class Sequence
{
    /// <summary>The lambda or local function that the operation belongs to, or null for the member itself.</summary>
    public static IOperation? Function(this IOperation operation) =>
        operation.Ancestors().FirstOrDefault(ancestor => ancestor is IAnonymousFunctionOperation or ILocalFunctionOperation);

    /// <summary>
    /// Whether <paramref name="second"/> follows whenever <paramref name="first"/> ran, at most guarded by an <c>if</c> of its own.
    /// </summary>
    public static bool IsFollowedBy(this IOperation first, IOperation second)
    {
        if (first.Syntax.Span.End > second.Syntax.SpanStart || first.Function() != second.Function())
            return false;
        var firstPath = Path(first);
        var secondPath = Path(second);
        var shared = firstPath.Intersect(secondPath).FirstOrDefault();
        return shared switch
        {
            IBlockOperation or ISwitchCaseOperation =>
                firstPath.TakeWhile(step => step != shared).All(step => step is not (IConditionalOperation or ILoopOperation
                    or ISwitchOperation or ICatchClauseOperation or IConditionalAccessOperation or ISwitchExpressionArmOperation)
                    || IsCondition(step, first))
                && secondPath.TakeWhile(step => step != shared).All(step => step is not (ILoopOperation or ICatchClauseOperation)),
            IConditionalOperation conditional => conditional.Condition.Syntax.Span.Contains(first.Syntax.Span)
                && conditional.WhenTrue.Syntax.Span.Contains(second.Syntax.Span),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } => true,
            IArrayInitializerOperation or IInvocationOperation or ICollectionExpressionOperation => true,
            _ => false,
        };
    }

    public static bool IsInFinally(this IOperation operation) =>
        operation.Ancestors().Any(ancestor => ancestor is ITryOperation { Finally: { } last } && last.Syntax.Span.Contains(operation.Syntax.Span));

    private static bool IsCondition(IOperation step, IOperation inner) =>
        step is IConditionalOperation conditional && conditional.Condition.Syntax.Span.Contains(inner.Syntax.Span);

    private static List<IOperation> Path(IOperation operation) => [operation, .. operation.Ancestors()];
}
