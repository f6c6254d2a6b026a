using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>The loop that tries again to take a lock while somebody else holds it.</summary>
internal static class RetryLoop
{
    public static ILoopOperation? Of(IInvocationOperation take)
    {
        var loop = take.Ancestors().TakeWhile(ancestor => ancestor is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            .OfType<ILoopOperation>().FirstOrDefault();
        return loop is IWhileLoopOperation or IForLoopOperation && (IsAskedByLoop(take, loop) || IsLeftWhenTaken(take, loop)) ? loop : null;
    }

    /// <summary>The body and the condition without what runs only when the lock is held.</summary>
    public static IEnumerable<IOperation> Refused(ILoopOperation loop, IInvocationOperation take)
    {
        var taken = TakenBranch(take);
        return loop.Descendants().Where(operation => taken is null || !taken.Syntax.Span.Contains(operation.Syntax.Span));
    }

    /// <summary><c>while (!db.LockTake(…))</c>, also through a variable that the body sets.</summary>
    private static bool IsAskedByLoop(IInvocationOperation take, ILoopOperation loop) => loop is IWhileLoopOperation { Condition: { } condition }
        && (condition.Syntax.Span.Contains(take.Syntax.Span) || take.KeptIn() is { } kept && condition.DescendantsAndSelf().Any(operation => operation.RefersTo(kept)));

    private static bool IsLeftWhenTaken(IInvocationOperation take, ILoopOperation loop) =>
        take.Waited().Parent is IReturnOperation == false
        && TakenBranch(take) is { } branch
        && branch.DescendantsAndSelf().Any(operation => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break })
        && loop.Syntax.Span.Contains(branch.Syntax.Span);

    /// <summary>The branch of the <c>if</c> that runs when the lock was taken.</summary>
    private static IOperation? TakenBranch(IInvocationOperation take)
    {
        var kept = take.KeptIn();
        foreach (var guard in take.Root().Descendants().OfType<IConditionalOperation>())
        {
            var condition = guard.Condition.Unwrap();
            if (condition.Syntax.Span == take.Waited().Syntax.Span || kept is not null && condition.RefersTo(kept))
                return guard.WhenTrue;
        }
        return null;
    }
}
