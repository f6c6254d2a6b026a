using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>A command sent by its name: <c>Execute("SET", key, token, "NX")</c>.</summary>
internal sealed class RawCommand
{
    private RawCommand(string name, IReadOnlyList<IOperation> arguments)
    {
        Name = name;
        Arguments = arguments;
    }

    /// <summary>The command in capitals.</summary>
    public string Name { get; }

    public IReadOnlyList<IOperation> Arguments { get; }

    public static RawCommand? Read(RedisCommand command)
    {
        if (command.Name != "Execute" || ConstantText.Of(command.Argument("command")) is not { } name)
            return null;
        var values = command.Argument("args")?.Unwrap() switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            ICollectionExpressionOperation { Elements: var elements } => elements,
            _ => [],
        };
        return new RawCommand(name.ToUpperInvariant(), values);
    }

    /// <summary>Whether one of the arguments is one of the words.</summary>
    public bool Says(params string[] words) =>
        Arguments.Any(argument => ConstantText.Of(argument) is { } text && words.Contains(text, StringComparer.OrdinalIgnoreCase));
}
