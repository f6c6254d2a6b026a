namespace RedisCto.Analyzers.Reading;

/// <summary>One <c>redis.call('NAME', …)</c> (or pcall, or Valkey's server.call) in a script whose command is known.</summary>
internal sealed class LuaCall
{
    private LuaCall(string command, int first, int last)
    {
        Command = command;
        First = first;
        Last = last;
    }

    /// <summary>The command in capitals.</summary>
    public string Command { get; }

    /// <summary>The index of the token that the call begins with.</summary>
    public int First { get; }

    /// <summary>The index of the closing bracket.</summary>
    public int Last { get; }

    public static IEnumerable<LuaCall> In(IReadOnlyList<LuaToken> tokens)
    {
        for (var at = 0; at + 5 < tokens.Count; at++)
        {
            if (tokens[at].IsOneOf("redis", "server") && tokens[at + 1].Is(".") && tokens[at + 2].IsOneOf("call", "pcall")
                && tokens[at + 3].Is("(") && tokens[at + 4].Kind == LuaTokenKind.Text && Close(tokens, at + 3) is { } last)
            {
                yield return new LuaCall(tokens[at + 4].Value.ToUpperInvariant(), at, last);
            }
        }
    }

    /// <summary>Whether one of the arguments is the word, written as a string.</summary>
    public bool Says(IReadOnlyList<LuaToken> tokens, string word) => tokens.Skip(First + 5).Take(Last - First - 5)
        .Any(token => token.Kind == LuaTokenKind.Text && string.Equals(token.Value, word, StringComparison.OrdinalIgnoreCase));

    private static int? Close(IReadOnlyList<LuaToken> tokens, int open)
    {
        var depth = 0;
        for (var at = open; at < tokens.Count; at++)
        {
            depth += tokens[at].IsOneOf("(", "{", "[") ? 1 : tokens[at].IsOneOf(")", "}", "]") ? -1 : 0;
            if (depth == 0)
                return at;
        }
        return null;
    }
}
