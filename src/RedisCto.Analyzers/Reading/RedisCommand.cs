using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>One call that sends a command through a database: the sync and the async form read alike.</summary>
internal readonly struct RedisCommand
{
    // The value of CommandFlags.FireAndForget.
    private const int FireAndForget = 2;

    private RedisCommand(IInvocationOperation call) => Call = call;

    public IInvocationOperation Call { get; }

    /// <summary>The member without its Async suffix: <c>StringSet</c>.</summary>
    public string Name => NameOf(Call.TargetMethod);

    public bool IsAsync => Call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal);

    public IOperation? Receiver => Call.Instance;

    public IOperation? Key => Argument("key");

    /// <summary>Whether the flags are known to say that nobody waits for the reply.</summary>
    public bool IsFireAndForget => Argument("flags")?.Origin() is { ConstantValue: { HasValue: true, Value: int flags } } && (flags & FireAndForget) != 0;

    public static RedisCommand? Read(IOperation? operation, KnownRedisTypes types) =>
        operation is IInvocationOperation call && types.IsDatabaseMember(call.TargetMethod) ? new RedisCommand(call) : null;

    public static string NameOf(IMethodSymbol method) => method.Name.EndsWith("Async", StringComparison.Ordinal)
        ? method.Name.Substring(0, method.Name.Length - "Async".Length)
        : method.Name;

    /// <summary>The value given for a parameter, or null where the caller left the default.</summary>
    public IOperation? Argument(string parameter) => Call.ArgumentFor(parameter);

    /// <summary>Whether the command is only queued here, on a transaction or a batch.</summary>
    public bool IsQueued(KnownRedisTypes types) => Receiver.Origin() is { } origin && types.IsQueue(origin.Type);

    public bool IsInTransaction(KnownRedisTypes types) => Receiver.Origin() is { } origin && types.IsTransaction(origin.Type);
}
