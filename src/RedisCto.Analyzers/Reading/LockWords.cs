using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisCto.Analyzers.Reading;

/// <summary>The words by which code says that a key is a lock, that it takes one, or that it frees the lock of somebody else on purpose.</summary>
internal static class LockWords
{
    /// <summary>Words that name a lock. Block, clock, lockout and locked are other words.</summary>
    public static readonly ImmutableHashSet<string> Locks = ["lock", "locks", "locking", "locker", "mutex", "lease"];

    public static readonly ImmutableHashSet<string> Take =
        ["acquire", "try", "take", "get", "obtain", "enter", "wait", "with", "grab", "claim", "start", "begin", "elect"];

    // Freeing somebody else's lock is the purpose of these.
    private static readonly ImmutableHashSet<string> Forced =
        ["force", "forced", "admin", "clear", "purge", "steal", "break", "reset", "cleanup", "stale", "expired", "orphaned", "abandoned"];

    public static bool IsMeantForLocksOfOthers(this IOperation operation) => operation.MethodWords().ContainsAny(Forced);

    /// <summary>AcquireLock, TryLock, Lock; but not LockAccount or LockSeat, which mark a thing as locked.</summary>
    public static bool IsNamedAsTake(IReadOnlyList<string> method)
    {
        var words = method.Where(word => word != "async").ToList();
        return words.Any(Locks.Contains) && (words.Any(Take.Contains) || (words.Count > 0 && Locks.Contains(words[words.Count - 1])));
    }

    /// <summary>LockAccount, LockSeat: lock as a verb with an object.</summary>
    public static bool IsMarkedAsLocked(IReadOnlyList<string> method) =>
        method.Count > 1 && method[0] == "lock" && !IsNamedAsTake(method);
}
