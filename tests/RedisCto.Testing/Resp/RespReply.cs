using System.Globalization;
using System.Text;

namespace RedisCto.Testing.Resp;

#pragma warning disable CA1720 // Integer and Double are the protocol's own words.

/// <summary>What kind of reply a server sent; maps of RESP3 keep their own kind, so that a test can tell.</summary>
public enum RespKind
{
    Simple,
    Error,
    Integer,
    Bulk,
    Null,
    Array,
    Double,
    Boolean,
    Map,
    Set,
    Push,
}

/// <summary>One reply of a server, with nothing interpreted.</summary>
/// <param name="Text">The text of a simple string, error, number or bulk string; empty for the others.</param>
/// <param name="Items">The members of an array, set or push; of a map, key and value in turn.</param>
public sealed record RespReply(RespKind Kind, string Text, IReadOnlyList<RespReply> Items)
{
    public bool IsError => Kind == RespKind.Error;

    public bool IsNull => Kind == RespKind.Null;

    /// <exception cref="FormatException">The reply is not a number.</exception>
    public long Integer => long.Parse(Text, CultureInfo.InvariantCulture);

    /// <summary>The reply as redis-cli prints it: <c>(integer) 1</c>, <c>"value"</c>, <c>(nil)</c>, <c>(error) ERR …</c>, <c>1) "a"</c>.</summary>
    public override string ToString() => Print("");

    private string Print(string indent) => Kind switch
    {
        RespKind.Simple => Text,
        RespKind.Error => $"(error) {Text}",
        RespKind.Integer => $"(integer) {Text}",
        RespKind.Double => $"(double) {Text}",
        RespKind.Boolean => $"({Text})",
        RespKind.Null => "(nil)",
        RespKind.Bulk => Quote(Text),
        RespKind.Map => Items.Count == 0 ? "(empty hash)" : PrintMap(indent),
        RespKind.Set => Items.Count == 0 ? "(empty set)" : PrintItems(indent, '~'),
        _ => Items.Count == 0 ? "(empty array)" : PrintItems(indent, ')'),
    };

    private string PrintItems(string indent, char mark)
    {
        var lines = new StringBuilder();
        var width = Items.Count.ToString(CultureInfo.InvariantCulture).Length;
        for (var i = 0; i < Items.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width) + mark + ' ';
            lines.Append(i == 0 ? "" : "\n" + indent).Append(number).Append(Items[i].Print(indent + new string(' ', number.Length)));
        }

        return lines.ToString();
    }

    private string PrintMap(string indent)
    {
        var lines = new StringBuilder();
        for (var i = 0; i + 1 < Items.Count; i += 2)
        {
            var number = $"{(i / 2) + 1}# ";
            lines.Append(i == 0 ? "" : "\n" + indent).Append(number).Append(Items[i].Print("")).Append(" => ")
                .Append(Items[i + 1].Print(indent + new string(' ', number.Length)));
        }

        return lines.ToString();
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
