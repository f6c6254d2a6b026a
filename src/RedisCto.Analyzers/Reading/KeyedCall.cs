using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>A command on one key, sent directly or by a helper in the same file that sends nothing else.</summary>
internal sealed class KeyedCall
{
    private KeyedCall(IInvocationOperation call, RedisCommand command, IOperation key)
    {
        Call = call;
        Command = command;
        Key = key;
    }

    /// <summary>What the reader of the method sees: the command itself, or the call of the helper.</summary>
    public IInvocationOperation Call { get; }

    public RedisCommand Command { get; }

    /// <summary>The key as the caller gives it.</summary>
    public IOperation Key { get; }

    public bool IsDirect => Call == Command.Call;

    public static KeyedCall? Read(IInvocationOperation call, KnownRedisTypes types)
    {
        if (RedisCommand.Read(call, types) is { } direct)
            return direct.Key is { } key ? new KeyedCall(call, direct, key) : null;
        if (call.BodyInSameFile() is not { } body)
            return null;
        var commands = body.Descendants().Select(operation => RedisCommand.Read(operation, types)).OfType<RedisCommand>().Take(2).ToList();
        if (commands.Count != 1 || commands[0].Key?.Origin() is not IParameterReferenceOperation parameter)
            return null;
        var given = call.Arguments.FirstOrDefault(
            argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.Parameter));
        return given is null ? null : new KeyedCall(call, commands[0], given.Value);
    }
}
