using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a lock whose refusal changes nothing: the work runs whether the lock was taken or not.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockResultIgnoredAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Work only where the take gave true; else return, wait and try again, or fail.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1504",
        "The result of taking a lock is ignored",
        "The work goes on whether this lock was taken or not: the take gives false while somebody else holds it; work only where it gives true",
        "Locks",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "LockTake and SET NX do not wait and do not throw when somebody else holds the lock: they give false. Code that does not ask works "
            + "side by side with the holder, as if there were no lock.",
        helpLinkUri: Pages + "RCTO1504.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Attempt(call, types) is not { } attempt || IsFireAndForget(attempt))
            return;
        if (call.IsDropped()
            ? (attempt.IsLockTake || GuardsSomething(call, attempt, types)) && !IsHolderAsked(call, types)
            : TakeGuard.Of(call) is { IsPassedOver: true })
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
        }
    }

    /// <summary>The attempt itself, or a helper of the same file that gives its result.</summary>
    private static LockAttempt? Attempt(IInvocationOperation call, KnownRedisTypes types)
    {
        if (LockAttempt.Read(call, types) is { } direct)
            return direct;
        if (call.BodyInSameFile() is not { } body)
            return null;
        var attempts = body.Descendants().Select(operation => LockAttempt.Read(operation, types)).OfType<LockAttempt>().Take(2).ToList();
        return attempts.Count == 1 && attempts[0].Call.Waited().Parent is IReturnOperation ? attempts[0] : null;
    }

    /// <summary>SET NX on a lock key: a mark ("is locked") unless it is released here, or work follows.</summary>
    private static bool GuardsSomething(IInvocationOperation call, LockAttempt attempt, KnownRedisTypes types) =>
        attempt.Call != call
        || call.CommandsOfType(types, "KeyDelete", "LockRelease").Any(release => attempt.Key.IsSameAs(release.Key))
        || call.Root().Descendants().OfType<IInvocationOperation>().Any(later =>
            later.Syntax.SpanStart > call.Syntax.Span.End && !later.IsLogging() && RedisCommand.Read(later, types) is null
            && later.Function() == call.Function() && later.TargetMethod.Name is not ("ConfigureAwait" or "ToString"));

    /// <summary>Whether the code reads back who holds the lock.</summary>
    private static bool IsHolderAsked(IInvocationOperation call, KnownRedisTypes types) =>
        call.Root().Descendants().Any(later => later.Syntax.SpanStart > call.Syntax.Span.End
            && RedisCommand.Read(later, types) is { Name: "LockQuery" or "StringGet" } query
            && query.Key.IsSameAs(call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key")?.Value));

    // The client hands out false at once; another rule speaks of that.
    private static bool IsFireAndForget(LockAttempt attempt) =>
        attempt.Command.Argument("flags")?.Origin() is { ConstantValue: { HasValue: true, Value: int flags } } && (flags & 2) != 0;
}
