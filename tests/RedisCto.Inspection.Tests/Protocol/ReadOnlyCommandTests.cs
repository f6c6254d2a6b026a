using System.Buffers;
using System.Reflection;
using System.Text;
using RedisCto.Inspection.Protocol;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Protocol;

public sealed class ReadOnlyCommandTests
{
    [Fact]
    public void NoOtherCommand_CanBeMade()
    {
        Assert.All(typeof(ReadOnlyCommand).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor => Assert.True(constructor.IsPrivate));
        Assert.Equal(ReadOnlyCommand.Names.Order(StringComparer.Ordinal), Makeable().Select(command => command.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ACommand_IsWrittenAsBulkStrings()
    {
        var output = new ArrayBufferWriter<byte>();

        ReadOnlyCommand.MemoryUsage("k\r\n"u8.ToArray()).WriteTo(output);

        Assert.Equal("*5\r\n$6\r\nMEMORY\r\n$5\r\nUSAGE\r\n$3\r\nk\r\n\r\n$7\r\nSAMPLES\r\n$1\r\n5\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [ServerTheory("redis, valkey")]
    public async Task EveryCommand_IsCalledReadOnlyByTheServer(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        foreach (var command in ReadOnlyCommand.Names)
        {
            var flags = await FlagsAsync(server, command);
            Assert.False(flags.Contains("write", StringComparer.Ordinal), $"{command} writes");
            Assert.False(flags.Contains("blocking", StringComparer.Ordinal), $"{command} blocks");
        }
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task NoCommand_TakesTimeByTheNumberOfKeys(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);

        // The twin that must be found, so that the words searched for are those that servers write.
        Assert.Contains("keys in the database", await ComplexityAsync(server, "KEYS"), StringComparison.Ordinal);
        foreach (var command in ReadOnlyCommand.Names)
            Assert.DoesNotContain("keys in the database", await ComplexityAsync(server, command), StringComparison.Ordinal);
    }

    /// <summary>One command of every factory and property there is.</summary>
    private static IEnumerable<ReadOnlyCommand> Makeable()
    {
        foreach (var property in typeof(ReadOnlyCommand).GetProperties(BindingFlags.Static | BindingFlags.Public))
        {
            if (property.GetValue(null) is ReadOnlyCommand command)
                yield return command;
        }

        foreach (var factory in typeof(ReadOnlyCommand).GetMethods(BindingFlags.Static | BindingFlags.Public))
        {
            if (factory.ReturnType == typeof(ReadOnlyCommand) && !factory.IsSpecialName)
                yield return (ReadOnlyCommand)factory.Invoke(null, [.. factory.GetParameters().Select(parameter => Sample(parameter.ParameterType))])!;
        }
    }

    private static object Sample(Type type)
    {
        if (type == typeof(string))
            return "x";
        return type.IsAssignableFrom(typeof(string[])) ? new[] { "x" } : Activator.CreateInstance(type)!;
    }

    private static async Task<IReadOnlyList<string>> FlagsAsync(RedisServer server, string command)
    {
        var words = command.Split(' ');
        var entry = (await server.SendAsync("COMMAND", "INFO", words[0])).Items[0].Items;

        // From 7.0 on a container lists its subcommands, each with flags of its own.
        var subcommand = words.Length > 1 && entry.Count > 9
            ? entry[9].Items.Single(item => item.Items[0].Text.Equals(string.Join('|', words), StringComparison.OrdinalIgnoreCase)).Items
            : entry;
        return [.. subcommand[2].Items.Select(flag => flag.Text)];
    }

    private static async Task<string> ComplexityAsync(RedisServer server, string command)
    {
        var fields = (await server.SendAsync("COMMAND", "DOCS", command.Replace(' ', '|'))).Items[1].Items;
        return fields.SkipWhile(field => field.Text != "complexity").Skip(1).FirstOrDefault()?.Text ?? "";
    }
}
