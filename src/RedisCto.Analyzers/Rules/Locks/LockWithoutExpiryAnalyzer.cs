using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a lock that lives until it is released: a holder that dies keeps it for ever.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockWithoutExpiryAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Take the lock with a lease: LockTake(key, token, TimeSpan), somewhat longer than the work takes; extend it where the work may take longer.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1501",
        "A lock has no expiry",
        "The lock is taken without an expiry: when its holder dies before the release, nobody gets it again; give it a lease",
        "Locks",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A process can die between the take and the release, and a finally block does not run then. A lock without an expiry stays in Redis, "
            + "and every later attempt fails until a person deletes the key.",
        helpLinkUri: Pages + "RCTO1501.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (LockAttempt.Read(context.Operation, types) is { LivesForEver: true } attempt && !IsGivenLifetime(attempt, types))
            context.ReportDiagnostic(Diagnostic.Create(Rule, attempt.Call.Syntax.GetLocation()));
    }

    /// <summary>A lifetime that comes as a second command is the fault of another rule.</summary>
    private static bool IsGivenLifetime(LockAttempt attempt, KnownRedisTypes types) =>
        attempt.Call.Root().Descendants().OfType<IInvocationOperation>().Any(call => call.Syntax.SpanStart > attempt.Call.Syntax.SpanStart
            && (KeyedCall.Read(call, types) is { Command.Name: "KeyExpire" } expire ? expire.Key.IsSameAs(attempt.Key)
                : RedisCommand.Read(call, types) is { } command && RawCommand.Read(command) is { Name: "EXPIRE" or "PEXPIRE" }));
}
