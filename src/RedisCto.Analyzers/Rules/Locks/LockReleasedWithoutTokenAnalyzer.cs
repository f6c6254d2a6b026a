using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a lock that is released by deleting its key: after an expiry that deletes the lock of somebody else.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockReleasedWithoutTokenAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Release with LockRelease(key, token), which compares the token and deletes in one step; keep the token of the acquisition.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1503",
        "A lock is released without its token",
        "The lock key is deleted whoever holds it; when the lease ran out meanwhile, this frees somebody else's lock: use LockRelease with the token",
        "Locks",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A lease can run out while its holder still works (a pause, a slow call). Another client then holds the lock, and a plain delete, "
            + "or a get and a delete as two commands, removes that one: two holders work at once, and a third may enter.",
        helpLinkUri: Pages + "RCTO1503.md");

    private static readonly ImmutableHashSet<string> ReleaseWords = ["release", "unlock", "dispose", "free", "exit", "leave"];

    // Unlocking an account removes a mark, not a lock.
    private static readonly ImmutableHashSet<string> AccountWords = ["account", "login", "attempts"];

    private static readonly ImmutableHashSet<string> HolderWords = ["lock", "owner", "holder"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { } delete
            || DeletedKey(delete) is not { } key
            || delete.IsInTransaction(types)
            || delete.Call.IsMeantForLocksOfOthers())
        {
            return;
        }
        if (IsLock(delete, key, types))
            context.ReportDiagnostic(Diagnostic.Create(Rule, delete.Call.Syntax.GetLocation()));
    }

    private static IOperation? DeletedKey(RedisCommand command)
    {
        if (command.Name == "KeyDelete")
            return command.Key;
        if (command.Name != "Execute" || ConstantText.Of(command.Argument("command"))?.ToUpperInvariant() is not ("DEL" or "UNLINK"))
            return null;
        return command.Argument("args") is IArrayCreationOperation { Initializer.ElementValues: { Length: 1 } values } ? values[0] : null;
    }

    private static bool IsLock(RedisCommand delete, IOperation key, KnownRedisTypes types)
    {
        var sets = delete.Call.CommandsOfType(types, "LockTake", "LockExtend", "StringSet")
            .Where(command => key.IsSameAs(command.Key)).ToList();
        var method = delete.Call.MethodWords().ToList();
        // A wrapper with Lock(key) and Remove(key) removes any key.
        if (sets.Exists(command => command.Name != "StringSet"
            && (command.Call.Root().Syntax == delete.Call.Root().Syntax || LockAttempt.IsOneLock(key, delete.Call) || method.ContainsAny(ReleaseWords))))
        {
            return true;
        }
        var isNamedLock = Words.OfKey(key).ContainsAny(LockWords.Locks);
        if (sets.Exists(command => command.IsOnlyIfAbsent()))
        {
            return isNamedLock || method.ContainsAny(LockWords.Locks) || delete.Call.TypeWords().ContainsAny(LockWords.Locks)
                || delete.Call.IsInFinally() || method.ContainsAny(["dispose", "unlock"]);
        }
        // Set without NX: a flag such as "the account is locked", not a lock.
        if (sets.Count > 0 || method.ContainsAny(AccountWords))
            return false;
        return isNamedLock
            || (method.Concat(delete.Call.TypeWords()).ContainsAny(LockWords.Locks) && method.ContainsAny(ReleaseWords))
            || method.Contains("unlock")
            || IsComparedWithHolder(delete, key, types);
    }

    /// <summary><c>if (db.StringGet(key) == owner) db.KeyDelete(key);</c></summary>
    private static bool IsComparedWithHolder(RedisCommand delete, IOperation key, KnownRedisTypes types) =>
        delete.Call.Ancestors().OfType<IConditionalOperation>().Any(
            guard => Comparison.Of(guard.Condition, key, types) is { } compared
                && Words.Of(compared.Symbol()?.Name).ContainsAny(HolderWords));
}
