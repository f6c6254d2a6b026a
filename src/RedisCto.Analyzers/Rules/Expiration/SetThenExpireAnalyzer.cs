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
        var expire = set.Call.Root().Descendants().OfType<IInvocationOperation>()
            .Where(call => call.Syntax.SpanStart > set.Call.Syntax.SpanStart)
            .Select(call => KeyedCall.Read(call, types))
            .FirstOrDefault(later => later is not null && SetsLifetimeOf(later, set, types));
        if (expire is not null)
            context.ReportDiagnostic(Diagnostic.Create(Rule, set.Call.Syntax.GetLocation(), [expire.Call.Syntax.GetLocation()]));
    }

    private static bool SetsLifetimeOf(KeyedCall expire, KeyedCall set, KnownRedisTypes types) =>
        expire.Command.Name == "KeyExpire"
        && expire.Command.Argument("expiry")?.Unwrap() is not { ConstantValue: { HasValue: true, Value: null } }
        && expire.Key.IsSameAs(set.Key)
        && IsSameReceiver(expire, set)
        && !expire.Command.IsInTransaction(types)
        && set.Call.IsFollowedBy(expire.Call)
        && !IsKeyReplacedBetween(set, expire);

    // A helper hides its receiver; in one class it is the same database in practice.
    private static bool IsSameReceiver(KeyedCall expire, KeyedCall set) =>
        !expire.IsDirect || !set.IsDirect || expire.Command.Receiver.IsSameAs(set.Command.Receiver);

    private static bool IsKeyReplacedBetween(KeyedCall set, KeyedCall expire) =>
        set.Key.Unwrap().Symbol() is { } key
        && set.Call.Root().Descendants().OfType<IAssignmentOperation>().Any(assignment => assignment.Target.RefersTo(key)
            && assignment.Syntax.SpanStart > set.Call.Syntax.SpanStart && assignment.Syntax.SpanStart < expire.Call.Syntax.SpanStart);
}
