using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Finds the EXPIRE that gives a key its lifetime after the SET, as a command of its own.</summary>
internal static class Lifetimes
{
    public static KeyedCall? LaterExpire(this KeyedCall set, KnownRedisTypes types) => set.Call.Root().Descendants().OfType<IInvocationOperation>()
        .Where(call => call.Syntax.SpanStart > set.Call.Syntax.SpanStart)
        .Select(call => KeyedCall.Read(call, types))
        .FirstOrDefault(later => later is not null && SetsLifetimeOf(later, set, types));

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
