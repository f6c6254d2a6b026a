using System.Collections.Immutable;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Scripting;

/// <summary>One place in a script where a reply that is a number stands for true or false.</summary>
internal sealed class TruthOfZero
{
    /// <summary>The property of a finding that says what to write instead.</summary>
    public const string Comparison = "comparison";

    private static readonly ImmutableHashSet<string> YesOrNo =
    [
        "SISMEMBER", "HEXISTS", "SETNX", "HSETNX", "MSETNX", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT", "PERSIST", "RENAMENX", "MOVE", "SMOVE", "COPY", "GETBIT",
    ];

    private static readonly ImmutableHashSet<string> Counts =
        ["EXISTS", "DEL", "UNLINK", "TOUCH", "SADD", "SREM", "ZADD", "ZREM", "HDEL", "LREM", "LLEN", "SCARD", "ZCARD", "HLEN", "STRLEN", "ZCOUNT", "PFADD", "XLEN", "XACK", "XDEL"];

    private TruthOfZero(string command, string value, bool isNegated, int start, int end)
    {
        Command = command;
        Start = start;
        End = end;
        Expected = YesOrNo.Contains(command) ? "== 1" : "> 0";
        Replacement = $"{value} {(isNegated ? "== 0" : Expected)}";
    }

    /// <summary>The command in capitals.</summary>
    public string Command { get; }

    /// <summary>What makes the reply a yes: <c>== 1</c>, or <c>&gt; 0</c> for a count.</summary>
    public string Expected { get; }

    public string Replacement { get; }

    public int Start { get; }

    public int End { get; }

    public static IEnumerable<TruthOfZero> In(string script)
    {
        var tokens = LuaTokens.Of(script);
        foreach (var call in LuaCall.In(tokens))
        {
            // ZADD INCR replies with the score, or nil where NX or XX forbids it.
            if (!(YesOrNo.Contains(call.Command) || Counts.Contains(call.Command)) || (call.Command == "ZADD" && call.Says(tokens, "INCR")))
                continue;
            if (Read(script, tokens, call.Command, call.First, call.Last) is { } direct)
                yield return direct;
            else
                foreach (var use in ThroughLocal(script, tokens, call))
                    yield return use;
        }
    }

    /// <summary>The value between two tokens, where it is all of what an if, a not, an and asks.</summary>
    private static TruthOfZero? Read(string script, IReadOnlyList<LuaToken> tokens, string command, int first, int last)
    {
        if (first == 0 || last + 1 >= tokens.Count)
            return null;
        var before = tokens[first - 1];
        var after = tokens[last + 1];
        var isNegated = before.Is("not");
        var isAsked = isNegated || before.IsOneOf("if", "elseif", "while", "until", "and", "or") || (before.Is("(") && first > 1 && tokens[first - 2].IsOneOf("if", "elseif", "while", "not", "and", "or"));
        var ends = after.IsOneOf("then", "do", "and", "or", ")", "end") || isNegated && !after.IsOneOf("==", "~=");
        // "x = call() and 1 or 0" asks as well; "call() or 0" gives a default that is never needed, and "x and call()" at the end a value.
        if (!(isAsked && ends && !IsValue(before, after)) && !(after.Is("and") && before.IsOneOf("=", "return", "(", ",")))
            return null;
        var start = isNegated ? before.Start : tokens[first].Start;
        return new TruthOfZero(command, script.Substring(tokens[first].Start, tokens[last].End - tokens[first].Start), isNegated, start, tokens[last].End);
    }

    // return found and redis.call('DEL', …) or 0: the reply is the value of the whole.
    private static bool IsValue(LuaToken before, LuaToken after) => before.IsOneOf("and", "or") && !after.IsOneOf("then", "do", "and");

    /// <summary>local found = redis.call('SISMEMBER', …) … if found then: a name that is given one value, and is not compared anywhere.</summary>
    private static IEnumerable<TruthOfZero> ThroughLocal(string script, IReadOnlyList<LuaToken> tokens, LuaCall call)
    {
        if (call.First < 3 || !tokens[call.First - 1].Is("=") || !tokens[call.First - 3].Is("local") || call.Last + 1 >= tokens.Count
            || tokens[call.Last + 1].Kind == LuaTokenKind.Symbol && !tokens[call.Last + 1].Is(";"))
        {
            yield break;
        }
        var name = tokens[call.First - 2].Value;
        if (tokens[call.Last + 1].IsOneOf("and", "or"))
            yield break;
        var uses = Enumerable.Range(0, tokens.Count)
            .Where(index => tokens[index].Is(name) && index != call.First - 2 && !(index > 0 && tokens[index - 1].IsOneOf(".", ":"))).ToList();
        if (uses.Exists(index => IsWrittenOrCompared(tokens, index)))
            yield break;
        foreach (var index in uses.Where(index => index > call.Last))
        {
            if (Read(script, tokens, call.Command, index, index) is { } use)
                yield return use;
        }
    }

    private static bool IsWrittenOrCompared(IReadOnlyList<LuaToken> tokens, int index) =>
        (index + 1 < tokens.Count && tokens[index + 1].IsOneOf("=", "==", "~=", "<", ">", "<=", ">=", ","))
        || (index > 0 && tokens[index - 1].IsOneOf("local", "==", "~=", "<", ">", "<=", ">=", "for"));
}
