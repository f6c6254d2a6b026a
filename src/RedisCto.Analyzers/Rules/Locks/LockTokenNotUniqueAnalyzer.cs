using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a lock token that two holders can share: each of them can then release or extend the lock of the other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockTokenNotUniqueAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Make a new token for each acquisition, Guid.NewGuid() for instance, and release with that one.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1502",
        "A lock token is not unique",
        "The token of this lock is {0}, which another holder can have too: after an expiry each of them releases the lock of the other; use a new Guid per acquisition",
        "Locks",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The token tells holders apart. When the lease of the first one runs out and a second one takes the lock with the same token, "
            + "LockRelease and LockExtend of the first one still match: they free or keep a lock that is not theirs.",
        helpLinkUri: Pages + "RCTO1502.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (LockAttempt.Read(context.Operation, types) is not { } attempt
            || TokenOrigin.Of(attempt.Token, attempt.Key) is not { } origin
            || !IsReleased(attempt, types)
            || origin == TokenOrigin.TheUser && IsRead(attempt, types))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, attempt.Call.Syntax.GetLocation(), origin));
    }

    /// <summary>A claim that only its expiry ends ("once a day") needs no token: nobody compares it.</summary>
    private static bool IsReleased(LockAttempt attempt, KnownRedisTypes types) =>
        attempt.Call.Waited().Parent is Microsoft.CodeAnalysis.Operations.IReturnOperation
        || attempt.Call.CommandsOfType(types, "LockRelease", "LockExtend", "KeyDelete", "ScriptEvaluate")
            .Any(command => command.Name == "ScriptEvaluate" || attempt.Key.IsSameAs(command.Key));

    // Somebody wants to know which user holds it.
    private static bool IsRead(LockAttempt attempt, KnownRedisTypes types) =>
        attempt.Call.CommandsOfType(types, "LockQuery", "StringGet").Any(command => attempt.Key.IsSameAs(command.Key));
}
