using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a lock that is renewed by SET or EXPIRE: after an expiry that renews, or overwrites, the lock of somebody else.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockExtendedWithoutTokenAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Renew with LockExtend(key, token, expiry), which compares the token in the same step, and stop working when it gives false.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1508",
        "A lock is extended without its token",
        "The lock is renewed whoever holds it; when the lease ran out meanwhile, {0}, and this holder works on: use LockExtend with the token",
        "Locks",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A renewal can come too late: the lease ran out, and another client holds the lock. EXPIRE then keeps the lock of that client, and "
            + "SET takes it away, while the first holder believes that it never lost it: two work at once.",
        helpLinkUri: Pages + "RCTO1508.md");

    private static readonly ImmutableHashSet<string> RenewWords =
        ["renew", "renewal", "extend", "refresh", "prolong", "heartbeat", "keep", "keepalive", "alive", "touch", "bump", "reacquire"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Key: { } key } renewal
            || !IsRenewal(renewal)
            || renewal.IsQueued(types)
            || renewal.Call.IsMeantForLocksOfOthers()
            || !IsLock(renewal, key, types))
        {
            return;
        }
        var harm = renewal.Name == "KeyExpire" ? "this keeps somebody else's lock alive" : "this overwrites somebody else's lock";
        context.ReportDiagnostic(Diagnostic.Create(Rule, renewal.Call.Syntax.GetLocation(), harm));
    }

    private static bool IsRenewal(RedisCommand command) => command.Name switch
    {
        "KeyExpire" => command.Argument("expiry")?.Unwrap() is { } expiry && expiry.ConstantValue is not { HasValue: true, Value: null },
        "StringSet" => command.Key is not null && !command.IsConditional() && !command.HasNoLifetime(),
        _ => false,
    };

    private static bool IsLock(RedisCommand renewal, IOperation key, KnownRedisTypes types)
    {
        var method = renewal.Call.MethodWords().ToList();
        var attempts = LockAttempt.OnKey(key, renewal.Call, types).ToList();
        var root = renewal.Call.Root().Syntax;
        // SET NX and its expiry as a second command: another rule speaks of that.
        if (attempts.Exists(attempt => attempt.LivesForEver && attempt.Call.Root().Syntax == root))
            return false;
        if (attempts.Exists(attempt => attempt.Call.Root().Syntax == root || LockAttempt.IsOneLock(key, renewal.Call)))
            return true;
        return method.ContainsAny(RenewWords)
            && (attempts.Count > 0 || Words.OfKey(key).ContainsAny(LockWords.Locks) || method.ContainsAny(LockWords.Locks)
                // A lock class keeps its key in a field; a key with words of its own is something else.
                || renewal.Call.TypeWords().ContainsAny(LockWords.Locks) && key.Origin()?.Symbol() is not null && ConstantText.Of(key) is null or "");
    }
}
