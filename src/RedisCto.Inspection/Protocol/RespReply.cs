using System.Text;

namespace RedisCto.Inspection.Protocol;

/// <summary>What a Redis-protocol server answers to one command.</summary>
internal abstract record RespReply
{
    public string? Text => (this as RespString)?.Value;

    public IReadOnlyList<RespReply> Items => this is RespArray array ? array.Values : [];
}

/// <summary>A status line or a bulk string; bytes, because key names need not be text.</summary>
internal sealed record RespString(byte[] Bytes) : RespReply
{
    public string Value => Encoding.UTF8.GetString(Bytes);
}

internal sealed record RespInteger(long Value) : RespReply;

internal sealed record RespNull : RespReply;

internal sealed record RespArray(IReadOnlyList<RespReply> Values) : RespReply;

/// <summary>
/// A refusal. Its text is kept from every report: servers repeat the arguments of a command they do not know, which may be a
/// password or a key.
/// </summary>
internal sealed record RespError(string Message) : RespReply
{
    /// <summary>The first word, such as NOPERM; ERR where the server names no cause.</summary>
    public string Code
    {
        get
        {
            var word = Message.Split(' ', 2)[0];
            return word.Length is > 0 and <= 20 && word.All(char.IsAsciiLetterUpper) ? word : "ERR";
        }
    }

    public bool Mentions(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
