using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Atomicity;

/// <summary>Reports a SET NX whose lifetime follows as a second command: a crash between the two leaves the claim for ever.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SetNxThenExpireAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Give StringSet with When.NotExists the expiry itself: one command makes the claim and bounds it, or does neither.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1403",
        "SET NX gets its lifetime by a second command",
        "The key is claimed here and expires only by a later KeyExpire; a crash or timeout between the two leaves the claim for ever, and nobody can make it "
            + "again: pass the expiry to StringSet",
        "Atomicity",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SET NX and EXPIRE are two commands. When the process dies or the second command does not arrive, the key stays, and every later SET NX is "
            + "refused: a lock that nobody holds, an order that is never tried again.",
        helpLinkUri: Pages + "RCTO1403.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (KeyedCall.Read((IInvocationOperation)context.Operation, types) is { } set
            && set.Command.LeavesKeyForEver()
            && set.Command.IsOnlyIfAbsent()
            && !set.Command.IsInTransaction(types)
            && set.LaterExpire(types) is { } expire)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, set.Call.Syntax.GetLocation(), [expire.Call.Syntax.GetLocation()]));
        }
    }
}
