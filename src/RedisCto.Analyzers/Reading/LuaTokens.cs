namespace RedisCto.Analyzers.Reading;

/// <summary>What a piece of Lua is, as far as the rules ask.</summary>
internal enum LuaTokenKind
{
    /// <summary>A name or a keyword.</summary>
    Word,

    /// <summary>A quoted or long-bracketed string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Symbol,
}

/// <summary>One piece of a Lua script.</summary>
/// <param name="kind">What it is.</param>
/// <param name="value">The word, the symbol, or the content of the string as it is written, without its quotes.</param>
/// <param name="start">Where it begins in the script.</param>
/// <param name="end">Where it ends in the script, exclusive.</param>
internal readonly struct LuaToken(LuaTokenKind kind, string value, int start, int end)
{
    public LuaTokenKind Kind => kind;

    public string Value => value;

    public int Start => start;

    public int End => end;

    public bool Is(string text) => kind is LuaTokenKind.Word or LuaTokenKind.Symbol && value == text;

    public bool IsOneOf(params string[] texts) => kind is LuaTokenKind.Word or LuaTokenKind.Symbol && Array.IndexOf(texts, value) >= 0;
}

/// <summary>Cuts a Lua script into words, strings, numbers and symbols; comments and white space are left out, and text that is cut off ends the last piece.</summary>
internal static class LuaTokens
{
    private static readonly string[] LongSymbols = ["...", "..", "==", "~=", "<=", ">="];

    public static IReadOnlyList<LuaToken> Of(string script)
    {
        var tokens = new List<LuaToken>();
        for (var at = 0; at < script.Length;)
        {
            if (char.IsWhiteSpace(script[at]))
            {
                at++;
                continue;
            }
            if (Starts(script, at, "--"))
            {
                at = EndOfComment(script, at + 2);
                continue;
            }
            var token = Next(script, at);
            tokens.Add(token);
            at = token.End;
        }
        return tokens;
    }

    private static LuaToken Next(string script, int at)
    {
        var first = script[at];
        if (IsWordPart(first) && !char.IsDigit(first))
            return Run(script, at, LuaTokenKind.Word, IsWordPart);
        if (char.IsDigit(first))
            return Run(script, at, LuaTokenKind.Number, part => IsWordPart(part) || part == '.');
        if (first is '\'' or '"')
            return Quoted(script, at);
        if (LongBracket(script, at) is { } level)
        {
            var open = at + level + 2;
            var close = EndOfLongBracket(script, open, level);
            return new LuaToken(LuaTokenKind.Text, script.Substring(open, Math.Max(open, Math.Min(close - level - 2, script.Length)) - open), at, close);
        }
        var symbol = Array.Find(LongSymbols, candidate => Starts(script, at, candidate)) ?? first.ToString();
        return new LuaToken(LuaTokenKind.Symbol, symbol, at, at + symbol.Length);
    }

    private static LuaToken Run(string script, int at, LuaTokenKind kind, Func<char, bool> belongs)
    {
        var end = at + 1;
        while (end < script.Length && belongs(script[end]))
            end++;
        return new LuaToken(kind, script.Substring(at, end - at), at, end);
    }

    private static LuaToken Quoted(string script, int at)
    {
        var end = at + 1;
        while (end < script.Length && script[end] != script[at] && script[end] != '\n')
            end += script[end] == '\\' ? 2 : 1;
        end = Math.Min(end, script.Length);
        return new LuaToken(LuaTokenKind.Text, script.Substring(at + 1, end - at - 1), at, Math.Min(end + 1, script.Length));
    }

    private static int EndOfComment(string script, int at)
    {
        if (LongBracket(script, at) is { } level)
            return EndOfLongBracket(script, at + level + 2, level);
        var end = script.IndexOf('\n', at);
        return end < 0 ? script.Length : end + 1;
    }

    /// <summary>The number of equal signs of a long bracket that opens here ([[, [=[), or null.</summary>
    private static int? LongBracket(string script, int at)
    {
        if (at >= script.Length || script[at] != '[')
            return null;
        var next = at + 1;
        while (next < script.Length && script[next] == '=')
            next++;
        return next < script.Length && script[next] == '[' ? next - at - 1 : null;
    }

    private static int EndOfLongBracket(string script, int from, int level)
    {
        var closing = "]" + new string('=', level) + "]";
        var end = script.IndexOf(closing, Math.Min(from, script.Length), StringComparison.Ordinal);
        return end < 0 ? script.Length : end + closing.Length;
    }

    private static bool Starts(string script, int at, string text) => string.CompareOrdinal(script, at, text, 0, text.Length) == 0;

    private static bool IsWordPart(char part) => part == '_' || char.IsLetterOrDigit(part);
}
