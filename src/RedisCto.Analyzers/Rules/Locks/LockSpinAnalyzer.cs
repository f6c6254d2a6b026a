using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a loop that asks for a lock again at once: it sends commands as fast as the network carries them while it waits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockSpinAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Wait between the attempts, for a short time with a random part in it, and bound the number of attempts or the time.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1507",
        "A lock is asked for in a tight loop",
        "While somebody else holds the lock, this loop asks again at once: thousands of commands a second from each waiter; wait for a short random time in between",
        "Locks",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Each attempt is a round trip and a write on the primary. Ten waiters without a delay keep the server and the network busy with refusals, "
            + "slow down the holder they wait for, and burn a processor core each when the call is synchronous.",
        helpLinkUri: Pages + "RCTO1507.md");

    private static readonly ImmutableHashSet<string> WaitWords =
        ["delay", "sleep", "wait", "backoff", "pause", "spin", "tick", "throttle", "jitter", "retry", "next", "read", "dequeue", "consume", "receive"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Attempt(call, types) is not { } attempt
            || RetryLoop.Of(call) is not { } loop
            || attempt.Call == call && IsAnotherLockEachTurn(attempt, loop)
            || RetryLoop.Refused(loop, call).OfType<IInvocationOperation>().Any(step => IsWait(step, call, types)))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    /// <summary>The attempt itself, or a helper of the same file that makes it and does not wait.</summary>
    private static LockAttempt? Attempt(IInvocationOperation call, KnownRedisTypes types)
    {
        if (LockAttempt.Read(call, types) is { } direct)
            return direct;
        if (call.BodyInSameFile() is not { } body || body.Descendants().OfType<IInvocationOperation>().Any(step => Words.Of(step.TargetMethod.Name).ContainsAny(WaitWords)))
            return null;
        var attempts = body.Descendants().Select(operation => LockAttempt.Read(operation, types)).OfType<LockAttempt>().Take(2).ToList();
        return attempts.Count == 1 && attempts[0].Call.Waited().Parent is IReturnOperation ? attempts[0] : null;
    }

    /// <summary>A walk over slots or items takes each lock once.</summary>
    private static bool IsAnotherLockEachTurn(LockAttempt attempt, ILoopOperation loop) =>
        attempt.Key.DescendantsAndSelf().Concat(attempt.Key.Origin()!.DescendantsAndSelf()).OfType<ILocalReferenceOperation>().Any(local =>
            local.Initializer() is { } value && loop.Syntax.Span.Contains(value.Syntax.Span)
            || loop.Descendants().Any(step => step is IIncrementOrDecrementOperation { Target: { } stepped } && stepped.RefersTo(local.Local)
                || step is IAssignmentOperation { Target: { } assigned } && assigned.RefersTo(local.Local)));

    /// <summary>Whatever may take time besides Redis: a delay by its name, or any other awaited call.</summary>
    private static bool IsWait(IInvocationOperation step, IInvocationOperation take, KnownRedisTypes types)
    {
        if (step == take || step.Syntax.Span.Contains(take.Syntax.Span) || take.Syntax.Span.Contains(step.Syntax.Span)
            || types.IsDatabaseMember(step.TargetMethod) || step.IsLogging())
        {
            return false;
        }
        return step.TargetMethod is { Name: "Yield", ContainingType.Name: "Task" or "Thread" }
            ? false
            : Words.Of(step.TargetMethod.Name).ContainsAny(WaitWords) || step.TargetMethod.Name != "ConfigureAwait" && step.Ancestors().TakeWhile(ancestor => ancestor is not IBlockOperation)
                .Any(ancestor => ancestor is IAwaitOperation);
    }
}
