using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Expiration;

/// <summary>Reports a SET whose lifetime follows as a second command: a crash between the two leaves the key for ever.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SetThenExpireAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Give StringSet the expiry itself: one command sets the value and the lifetime, or neither.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1302",
        "The lifetime is set by a second command",
        "The key is written here and expires only by a later KeyExpire; a crash or timeout between the two leaves it for ever: pass the expiry to StringSet",
        "Expiration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SET and EXPIRE are two commands. When the process dies, the connection drops or the second command times out in between, "
            + "the value stays without a lifetime: stale for ever, and never freed.",
        helpLinkUri: Pages + "RCTO1302.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (KeyedCall.Read((IInvocationOperation)context.Operation, types) is not { } set
            || !set.Command.LeavesKeyForEver()
            || set.Command.IsConditional()
            || set.Command.IsInTransaction(types))
        {
            return;
        }
        if (set.LaterExpire(types) is { } expire)
            context.ReportDiagnostic(Diagnostic.Create(Rule, set.Call.Syntax.GetLocation(), [expire.Call.Syntax.GetLocation()]));
    }
}
