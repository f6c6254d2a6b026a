using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>The <c>if</c> that asks whether a lock was taken.</summary>
internal sealed class TakeGuard
{
    private TakeGuard(IConditionalOperation guard, bool isNegated)
    {
        Guard = guard;
        WhenRefused = isNegated ? guard.WhenTrue : guard.WhenFalse;
        WhenTaken = isNegated ? guard.WhenFalse : guard.WhenTrue;
    }

    public IConditionalOperation Guard { get; }

    public IOperation? WhenTaken { get; }

    public IOperation? WhenRefused { get; }

    /// <summary>Whether the refusal is at most logged, and the same work runs.</summary>
    public bool IsPassedOver => WhenTaken is null
        ? WhenRefused is not null && WhenRefused.DescendantsAndSelf().All(IsTelling) && WhenRefused.DescendantsAndSelf().Any(IsCall) && IsFollowedByWork()
        : WhenRefused is not null && IsSameWork(WhenTaken, WhenRefused);

    /// <summary>The only question that is asked of the result, directly or through the variable that keeps it.</summary>
    public static TakeGuard? Of(IInvocationOperation take)
    {
        var asked = take.Waited();
        if (take.KeptIn() is { } local)
        {
            var references = take.Root().Descendants().OfType<ILocalReferenceOperation>()
                .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)).ToList();
            if (references.Count != 1)
                return null;
            asked = references[0];
        }
        var isNegated = false;
        while (asked.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IParenthesizedOperation)
        {
            isNegated ^= asked.Parent is IUnaryOperation;
            asked = asked.Parent;
        }
        return asked.Parent is IConditionalOperation { Syntax: IfStatementSyntax } guard && guard.Condition == asked
            ? new TakeGuard(guard, isNegated)
            : null;
    }

    private static bool IsCall(IOperation operation) => operation is IInvocationOperation;

    private static bool IsTelling(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.IsLogging() || call.Ancestors().OfType<IInvocationOperation>().Any(outer => outer.IsLogging()),
        IBranchOperation or IReturnOperation or IThrowOperation or IAssignmentOperation or IIncrementOrDecrementOperation or ILoopOperation => false,
        _ => true,
    };

    private bool IsFollowedByWork() => Guard.Parent is IBlockOperation block
        && block.Operations.Any(statement => statement.Syntax.SpanStart > Guard.Syntax.Span.End
            && statement.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => !call.IsLogging()));

    // A refused caller that first waits, or asks Redis again, does something else: it lets the holder fill the cache.
    private static bool IsSameWork(IOperation taken, IOperation refused) =>
        Work(taken).ToImmutableHashSet(SymbolEqualityComparer.Default) is { IsEmpty: false } work
        && work.SetEquals(Work(refused))
        && !refused.Descendants().OfType<IInvocationOperation>().Any(call => call.TargetMethod.DeclaringSyntaxReferences.Length == 0
            && !call.IsLogging() && call.TargetMethod.Name != "ConfigureAwait");

    private static IEnumerable<ISymbol> Work(IOperation branch) => branch.Descendants().OfType<IInvocationOperation>()
        .Where(call => !call.IsLogging() && call.TargetMethod.DeclaringSyntaxReferences.Length > 0).Select(call => (ISymbol)call.TargetMethod);
}
