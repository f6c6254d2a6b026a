using System.Buffers;
using System.Globalization;
using System.Text;

namespace RedisCto.Inspection.Protocol;

/// <summary>
/// A command that an inspection may send. There is no other way to make one, so what is listed here is all that a server can
/// ever receive from us: nothing that writes, and nothing whose cost grows with the keyspace.
/// </summary>
internal sealed class ReadOnlyCommand
{
    private readonly ReadOnlyMemory<byte>[] words;

    private ReadOnlyCommand(string name, params ReadOnlyMemory<byte>[] arguments)
    {
        Name = name;
        words = [.. name.Split(' ').Select(Bytes), .. arguments];
    }

    /// <summary>What the command is called, without its arguments.</summary>
    public string Name { get; }

    /// <summary>Every command that can be made, for the test that asks live servers about each.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["AUTH", "CLIENT SETNAME", "SELECT", "READONLY", "INFO", "CONFIG GET", "ACL LIST", "CLIENT LIST", "SCAN", "TTL", "MEMORY USAGE"];

    /// <summary>Without the sections of modules: gathering those may be slow.</summary>
    public static ReadOnlyCommand Info { get; } = new("INFO", Bytes("all"));

    public static ReadOnlyCommand AclList { get; } = new("ACL LIST");

    public static ReadOnlyCommand ClientList { get; } = new("CLIENT LIST");

    /// <summary>Lets a replica of a cluster answer for the slots of its primary.</summary>
    public static ReadOnlyCommand ReadOnly { get; } = new("READONLY");

    public static ReadOnlyCommand Auth(string user, string password) =>
        user.Length > 0 ? new("AUTH", Bytes(user), Bytes(password)) : new("AUTH", Bytes(password));

    public static ReadOnlyCommand ClientSetName(string name) => new("CLIENT SETNAME", Bytes(name));

    public static ReadOnlyCommand Select(int database) => new("SELECT", Bytes(database.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Servers before Redis 7.0 take one parameter at a time.</summary>
    public static ReadOnlyCommand ConfigGet(params IEnumerable<string> parameters) => new("CONFIG GET", [.. parameters.Select(Bytes)]);

    public static ReadOnlyCommand Scan(string cursor, int count) =>
        new("SCAN", Bytes(cursor), Bytes("COUNT"), Bytes(count.ToString(CultureInfo.InvariantCulture)));

    public static ReadOnlyCommand TimeToLive(ReadOnlyMemory<byte> key) => new("TTL", key);

    /// <summary>An estimate from five elements: never SAMPLES 0, which walks the whole value.</summary>
    public static ReadOnlyCommand MemoryUsage(ReadOnlyMemory<byte> key) => new("MEMORY USAGE", key, Bytes("SAMPLES"), Bytes("5"));

    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Bytes(string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n")).Span);
        foreach (var word in words)
        {
            output.Write(Bytes(string.Create(CultureInfo.InvariantCulture, $"${word.Length}\r\n")).Span);
            output.Write(word.Span);
            output.Write("\r\n"u8);
        }
    }

    public override string ToString() => Name;

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
