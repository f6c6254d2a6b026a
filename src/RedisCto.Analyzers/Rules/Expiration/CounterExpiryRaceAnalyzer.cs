using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Expiration;

/// <summary>Reports a counter whose lifetime follows as a second command: a crash between the two leaves a counter that never resets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CounterExpiryRaceAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Increment and expire in one Lua script, or send KeyExpire with ExpireWhen.HasNoExpiry (Redis 7.0) at each increment.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1303",
        "A counter gets its lifetime by a second command",
        "The counter expires only by a later KeyExpire; a crash or timeout between the two leaves it for ever, and it never starts anew: use one script, or HasNoExpiry each time",
        "Expiration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "INCR and EXPIRE are two commands. When the second is lost after the first increment, the counter has no lifetime, and code that sets one at "
            + "the first increment only never tries again: a rate limit then blocks its user for ever, and the key is never freed.",
        helpLinkUri: Pages + "RCTO1303.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (KeyedCall.Read((IInvocationOperation)context.Operation, types) is not { Command.Name: "StringIncrement" or "StringDecrement" } increment
            || increment.Command.IsQueued(types)
            || increment.LaterExpire(types) is not { } expire
            || expire.Command.IsQueued(types)
            || IsRepaired(increment, expire, types))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, increment.Call.Syntax.GetLocation(), [expire.Call.Syntax.GetLocation()]));
    }

    /// <summary>The next increment finds that the lifetime is missing, and sets it.</summary>
    private static bool IsRepaired(KeyedCall increment, KeyedCall expire, KnownRedisTypes types) =>
        (IsOnlyIfMissing(expire.Command) && !IsGuarded(increment, expire))
        || increment.Call.Root().Descendants().Any(operation => RedisCommand.Read(operation, types) is { Name: "KeyTimeToLive" or "KeyExpireTime" } asked
            && increment.Key.IsSameAs(asked.Key));

    private static bool IsOnlyIfMissing(RedisCommand expire) =>
        expire.Argument("when")?.Unwrap() is IFieldReferenceOperation { Field.Name: "HasNoExpiry" };

    private static bool IsGuarded(KeyedCall increment, KeyedCall expire) => expire.Call.Ancestors()
        .TakeWhile(ancestor => !ancestor.Syntax.Span.Contains(increment.Call.Syntax.Span) || ancestor is IConditionalOperation)
        .Any(ancestor => ancestor is IConditionalOperation or ISwitchOperation);
}
