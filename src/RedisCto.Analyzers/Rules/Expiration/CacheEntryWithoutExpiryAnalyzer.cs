using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Expiration;

/// <summary>Reports a cache entry, session or token that is written without a lifetime: it goes stale, and stays for ever.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CacheEntryWithoutExpiryAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Pass an expiry that fits the data to StringSet (for a hash, KeyExpire beside it); add jitter where many entries are written at once.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1301",
        "A cache entry has no lifetime",
        "This {0} is written without an expiry: it stays when its source changes, and memory grows until the server evicts or refuses writes; pass an expiry",
        "Expiration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A key without a lifetime stays until somebody deletes it. A cache then serves old data after a missed invalidation, sessions and "
            + "tokens outlive their purpose, and the keyspace only grows: at maxmemory the server evicts something else, or refuses writes.",
        helpLinkUri: Pages + "RCTO1301.md");

    private static readonly ImmutableHashSet<string> CacheWords =
    [
        "cache", "caches", "cached", "caching", "session", "sessions", "sess", "token", "tokens", "jwt", "otp", "totp", "captcha", "nonce",
        "csrf", "verification", "temp", "tmp",
    ];

    private static readonly ImmutableHashSet<string> DurableWords =
    [
        "config", "configuration", "setting", "settings", "index", "idx", "counter", "counters", "count", "counts", "total", "totals", "registry",
        "balance", "stock", "inventory", "basket", "cart", "forever", "permanent", "permanently", "persist", "persistent", "durable", "schema", "version",
        "lock", "mutex", "leader", "checkpoint", "cursor", "offset", "watermark", "queue", "feature", "features", "flag", "flags", "stats",
        "statistics", "metric", "metrics", "hits", "sequence", "seq", "bucket", "generation", "epoch", "device", "push", "fcm", "apns", "seed",
    ];

    private static readonly string[] Lifetimes =
        ["KeyExpire", "HashFieldExpire", "StringGetSetExpiry", "HashFieldSetAndSetExpiry", "KeyPersist"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { } write
            || (write.Key ?? write.Argument("values")) is not { } key
            || !(write.LeavesKeyForEver() && !write.IsConditional()) && write.Name != "HashSet")
        {
            return;
        }
        var keyWords = Words.OfKey(key);
        var method = write.Call.MethodWords().ToList();
        if (keyWords.ContainsAny(DurableWords) || method.ContainsAny(DurableWords)
            || Kind(write, keyWords, method, types) is not { } kind
            // A wrapper that is told a lifetime: another rule judges whether it is passed on.
            || context.ContainingSymbol.TakesLifetime()
            || HasLifetimeElsewhere(write, key, types))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, write.Call.Syntax.GetLocation(), kind));
    }

    private static string? Kind(RedisCommand write, ISet<string> keyWords, IReadOnlyList<string> method, KnownRedisTypes types)
    {
        var named = keyWords.FirstOrDefault(CacheWords.Contains) ?? method.FirstOrDefault(CacheWords.Contains);
        if (named is null && write.Call.TypeWords().ToList() is var type && !type.ContainsAny(DurableWords))
            named = type.FirstOrDefault(CacheWords.Contains);
        return named switch
        {
            "session" or "sessions" or "sess" => "session",
            "token" or "tokens" or "jwt" or "otp" or "totp" or "captcha" or "nonce" or "csrf" or "verification" => "token",
            not null => "cache entry",
            null => CacheMiss.IsFilledBy(write, types) ? "cache entry" : null,
        };
    }

    private static bool HasLifetimeElsewhere(RedisCommand write, IOperation key, KnownRedisTypes types)
    {
        var lifetimes = write.Call.CommandsOfType(types, Lifetimes);
        if (lifetimes.Any(command => key.IsSameAs(command.Key) || (IsParameter(key) && IsParameter(command.Key))))
            return true;
        var calls = write.Call.Root().Descendants().OfType<IInvocationOperation>().ToList();
        return calls.Exists(call => Expires(call, types))
            || calls.Exists(call => call.BodyInSameFile()?.Descendants().OfType<IInvocationOperation>().Any(inner => Expires(inner, types)) ?? false);
    }

    private static bool Expires(IInvocationOperation call, KnownRedisTypes types) => RedisCommand.Read(call, types) switch
    {
        { Name: "KeyExpire" or "HashFieldExpire" } => true,
        { Name: "Execute" } execute => ConstantText.Of(execute.Argument("command"))?.ToUpperInvariant()
            is "EXPIRE" or "PEXPIRE" or "EXPIREAT" or "PEXPIREAT" or "HEXPIRE" or "HPEXPIRE",
        _ => false,
    };

    private static bool IsParameter(IOperation? key) => key?.Unwrap() is IParameterReferenceOperation;
}
