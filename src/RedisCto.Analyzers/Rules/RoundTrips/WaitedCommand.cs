using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.RoundTrips;

/// <summary>Recognises a call that sends a command and waits for its reply, directly or through a helper in the same file.</summary>
internal static class WaitedCommand
{
    // Members that send nothing by themselves, and those whose point is to be repeated until something is there or gone.
    private static readonly ImmutableHashSet<string> NotCounted =
    [
        "CreateBatch", "CreateTransaction", "IsConnected", "IdentifyEndpoint", "HashScan", "SetScan", "SortedSetScan", "HashScanNoValues", "Wait", "WaitAll",
        "TryWait", "Ping", "KeyRandom", "LockTake", "LockExtend", "LockRelease", "LockQuery", "StreamRead", "StreamReadGroup", "StreamAutoClaim",
        "StreamPending", "ListLeftPop", "ListRightPop", "ListMove", "ListRightPopLeftPush", "SetPop", "SortedSetPop", "ToString", "GetHashCode", "Equals",
    ];

    /// <summary>The command that the caller waits for, or null.</summary>
    public static RedisCommand? Read(IInvocationOperation call, KnownRedisTypes types)
    {
        if (RedisCommand.Read(call, types) is { } direct)
            return IsCounted(direct, types) && IsWaitedFor(call) ? direct : null;
        return call.BodyInSameFile() is { } body && !IsTask(call) | IsWaitedFor(call) ? OnlyCommandOf(body, types) : null;
    }

    public static bool IsCommand(IOperation operation, KnownRedisTypes types) => RedisCommand.Read(operation, types) is not null;

    /// <summary>A helper that does nothing but wait for commands: more work in it, and the trip to Redis may not be what costs.</summary>
    private static RedisCommand? OnlyCommandOf(IOperation body, KnownRedisTypes types)
    {
        var operations = body.Descendants().ToList();
        if (operations.Exists(operation => operation is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation
            || operation is IAwaitOperation awaited && !awaited.Operation.DescendantsAndSelf().Any(inner => IsCommand(inner, types))))
        {
            return null;
        }
        var commands = operations.Select(operation => RedisCommand.Read(operation, types)).OfType<RedisCommand>().ToList();
        return commands.Count > 0 && commands.TrueForAll(command => IsCounted(command, types) && (IsWaitedFor(command.Call) || IsReturned(command.Call)))
            ? commands[0]
            : null;
    }

    private static bool IsCounted(RedisCommand command, KnownRedisTypes types) =>
        !NotCounted.Contains(command.Name) && !command.IsQueued(types) && !command.IsFireAndForget;

    private static bool IsTask(IInvocationOperation call) => call.Type?.Name is "Task" or "ValueTask";

    private static bool IsReturned(IOperation call) => call.Parent is IReturnOperation || call.Parent is IConversionOperation { Parent: IReturnOperation };

    /// <summary>Whether the reply is there before the next statement runs.</summary>
    private static bool IsWaitedFor(IInvocationOperation call)
    {
        if (!IsTask(call))
            return true;
        IOperation current = call;
        for (var parent = call.Parent; parent is not null; current = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return true;
                case IConversionOperation or IParenthesizedOperation:
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" or "GetAwaiter" } chained when chained.Instance == current:
                    break;
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" } blocking when blocking.Instance == current:
                    return true;
                case IReturnOperation:
                    return parent.Function() is IAnonymousFunctionOperation lambda && IsRunOnTheSpot(lambda);
                default:
                    return false;
            }
        }
        return false;
    }

    /// <summary>A lambda that a helper of the same file runs while the caller waits: <c>await TryAsync(() => db.StringSetAsync(…))</c>.</summary>
    public static bool IsRunOnTheSpot(IAnonymousFunctionOperation lambda) =>
        lambda.Symbol.Parameters.Length <= 1
        && lambda.Ancestors().FirstOrDefault(ancestor => ancestor is IArgumentOperation)?.Parent is IInvocationOperation host
        && host.BodyInSameFile() is not null
        && IsWaitedFor(host);
}
