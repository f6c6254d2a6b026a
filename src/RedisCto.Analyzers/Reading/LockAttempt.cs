using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>One attempt to take a lock: LockTake, or SET NX on a key that the code treats as a lock.</summary>
internal sealed class LockAttempt
{
    private LockAttempt(RedisCommand command, IOperation key, IOperation token, bool livesForEver)
    {
        Command = command;
        Key = key;
        Token = token;
        LivesForEver = livesForEver;
    }

    public RedisCommand Command { get; }

    public IInvocationOperation Call => Command.Call;

    public IOperation Key { get; }

    public IOperation Token { get; }

    /// <summary>Whether nothing but a release ends the lock.</summary>
    public bool LivesForEver { get; }

    /// <summary>Whether it is a lock by its command, and not by its words.</summary>
    public bool IsLockTake => Command.Name == "LockTake";

    public static LockAttempt? Read(IOperation? operation, KnownRedisTypes types)
    {
        if (RedisCommand.Read(operation, types) is not { } command || Claim(command) is not { } claim || command.IsQueued(types))
            return null;
        return claim.IsLockTake || IsLock(command, claim.Key, types) ? claim : null;
    }

    /// <summary>The attempts on the same key in the same type.</summary>
    public static IEnumerable<LockAttempt> OnKey(IOperation key, IOperation place, KnownRedisTypes types) =>
        place.CommandsOfType(types, "LockTake", "StringSet", "StringSetAndGet", "Execute")
            .Select(command => Read(command.Call, types)).OfType<LockAttempt>().Where(attempt => key.IsSameAs(attempt.Key));

    /// <summary>
    /// Whether the key, seen in another method, is still that lock: a wrapper with Take(key) and Set(key, value) speaks of any key in each of them.
    /// </summary>
    public static bool IsOneLock(IOperation key, IOperation place) =>
        Words.OfKey(key).ContainsAny(LockWords.Locks)
        || place.MethodWords().ContainsAny(LockWords.Locks)
        || !key.DescendantsAndSelf().Concat(key.Origin()!.DescendantsAndSelf()).Any(part => part is IParameterReferenceOperation);

    private static LockAttempt? Claim(RedisCommand command)
    {
        if (command.Name == "LockTake" && command.Key is { } taken && command.Argument("value") is { } owner)
            return new LockAttempt(command, taken, owner, command.Argument("expiry").IsForEver());
        if (command.IsOnlyIfAbsent() && command.Key is { } set && command.Argument("value") is { } value)
            return new LockAttempt(command, set, value, command.HasNoLifetime() || command.Argument("expiry").IsForEver());
        if (RawCommand.Read(command) is not { Arguments.Count: > 1 } raw)
            return null;
        return raw.Name switch
        {
            "SETNX" => new LockAttempt(command, raw.Arguments[0], raw.Arguments[1], livesForEver: true),
            "SET" when raw.Says("NX") =>
                new LockAttempt(command, raw.Arguments[0], raw.Arguments[1], livesForEver: !raw.Says("EX", "PX", "EXAT", "PXAT", "KEEPTTL")),
            _ => null,
        };
    }

    private static bool IsLock(RedisCommand set, IOperation key, KnownRedisTypes types)
    {
        var method = set.Call.MethodWords().ToList();
        var others = set.Call.CommandsOfType(types, "LockTake", "LockRelease", "LockExtend", "LockQuery", "KeyDelete")
            .Where(command => key.IsSameAs(command.Key)).ToList();
        if (others.Exists(command => command.Name != "KeyDelete" || command.Call.IsInFinally()))
            return true;
        if (LockWords.IsMarkedAsLocked(method))
            return false;
        return Words.OfKey(key).ContainsAny(LockWords.Locks)
            || LockWords.IsNamedAsTake(method)
            || (set.Call.TypeWords().ContainsAny(LockWords.Locks) && method.ContainsAny(LockWords.Take));
    }
}
