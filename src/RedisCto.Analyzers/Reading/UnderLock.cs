using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells whether a lock across processes was taken before a command, by this client or by a lock library.</summary>
internal static class UnderLock
{
    private static readonly ImmutableHashSet<string> LockTypes = ["lock", "locks", "mutex", "redlock", "lease"];

    public static bool IsUnderLock(this IOperation operation, KnownRedisTypes types) => operation.Root().Descendants().OfType<IInvocationOperation>()
        .Any(call => call.Syntax.SpanStart < operation.Syntax.SpanStart && (LockAttempt.Read(call, types) is not null || IsAcquire(call)));

    /// <summary>AcquireLockAsync, TryLock, CreateLock("…").Acquire(): names, because every library has its own. A SemaphoreSlim holds one process only.</summary>
    private static bool IsAcquire(IInvocationOperation call)
    {
        var words = Words.Of(call.TargetMethod.Name).ToList();
        if (call.TargetMethod.ContainingType?.Name is "Monitor" or "SemaphoreSlim")
            return false;
        return LockWords.IsNamedAsTake(words)
            || (words.ContainsAny(LockWords.Take) && words.TrueForAll(word => word is "acquire" or "try" or "take" or "obtain" or "enter" or "async")
                && Words.Of(call.TargetMethod.ContainingType?.Name).ContainsAny(LockTypes));
    }
}
