using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Scripting;

/// <summary>Moves the values of a composed script into its KEYS and ARGV: keys by their place in the command, all else as arguments.</summary>
/// <param name="script">The script with its holes.</param>
/// <param name="keys">The keys that are given already, as expressions; new ones are added.</param>
/// <param name="values">The values that are given already, as expressions; new ones are added.</param>
internal sealed class ScriptParameters(ComposedScript script, List<string> keys, List<string> values)
{
    private static readonly ImmutableHashSet<string> WithoutKey =
        ["PUBLISH", "SPUBLISH", "ECHO", "PING", "TIME", "SCAN", "KEYS", "OBJECT", "MEMORY", "XREAD", "XREADGROUP", "XGROUP", "XINFO", "CONFIG", "EVAL", "EVALSHA", "BITOP"];

    private static readonly ImmutableHashSet<string> OfKeysOnly =
        ["DEL", "UNLINK", "EXISTS", "TOUCH", "MGET", "SINTER", "SUNION", "SDIFF", "SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE", "RENAME", "RENAMENX"];

    /// <summary>The script without holes; false where a value has no place of its own, or is a piece of the script.</summary>
    public bool TryMove(out string text)
    {
        var before = script.Text;
        var tokens = LuaTokens.Of(before);
        var calls = LuaCall.In(tokens).ToList();
        var result = new StringBuilder();
        var (at, moved) = (0, 0);
        text = "";
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            var holes = ComposedScript.HolesIn(before, token).ToList();
            if (holes.Count == 0)
                continue;
            if (Parameter(tokens, index, holes, calls) is not { } parameter)
                return false;
            result.Append(before, at, token.Start - at).Append(parameter);
            at = token.End;
            moved += holes.Count;
        }
        text = result.Append(before, at, before.Length - at).ToString();
        return moved == script.Holes.Count;
    }

    private string? Parameter(IReadOnlyList<LuaToken> tokens, int index, List<int> holes, List<LuaCall> calls)
    {
        var token = tokens[index];
        var call = calls.LastOrDefault(candidate => candidate.First < index && index < candidate.Last);
        var isNumber = token.Kind == LuaTokenKind.Symbol && ComposedScript.IsNumber(script.Holes[holes[0]].Unwrap().Type);
        var standsAlone = index > 0 && tokens[index - 1].Is(",") && index + 1 < tokens.Count && tokens[index + 1].IsOneOf(",", ")");
        if (call is not null && index > call.First + 4 && standsAlone && (isNumber || token.Kind == LuaTokenKind.Text))
        {
            if (Expression(token, holes, isKey: IsKey(call, index)) is not { } argument)
                return null;
            return IsKey(call, index) ? Place("KEYS", keys, argument) : Place("ARGV", values, argument);
        }
        var isCompared = (index > 0 && tokens[index - 1].IsOneOf("==", "~=")) || (index + 1 < tokens.Count && tokens[index + 1].IsOneOf("==", "~="));
        if (!isNumber && (call is not null || token.Kind != LuaTokenKind.Text || !isCompared))
            return null;
        return Expression(token, holes, isKey: false) is { } value
            ? isNumber ? $"tonumber({Place("ARGV", values, value)})" : Place("ARGV", values, value)
            : null;
    }

    private static bool IsKey(LuaCall call, int index) =>
        OfKeysOnly.Contains(call.Command) || (index == call.First + 6 && !WithoutKey.Contains(call.Command));

    private static string Place(string table, List<string> given, string expression)
    {
        var known = expression.All(character => char.IsLetterOrDigit(character) || character is '_' or '.') ? given.IndexOf(expression) : -1;
        if (known < 0)
        {
            given.Add(expression);
            known = given.Count - 1;
        }
        return $"{table}[{(known + 1).ToString(CultureInfo.InvariantCulture)}]";
    }

    /// <summary>The C# expression of the whole token: the value itself, or text round it.</summary>
    private string? Expression(LuaToken token, List<int> holes, bool isKey)
    {
        var hole = script.Holes[holes[0]];
        if (token.Value.Length == 1 && hole.Parent is not IInterpolationOperation { FormatString: not null } && IsAccepted(hole.Unwrap().Type, isKey))
            return hole.Unwrap().Syntax.ToString();
        var text = new StringBuilder("$\"");
        var next = 0;
        foreach (var character in token.Value)
        {
            if (character is '\\' or '"' or '\n')
                return null;
            if (character != ComposedScript.Mark)
            {
                text.Append(character is '{' or '}' ? new string(character, 2) : character.ToString());
                continue;
            }
            var filled = script.Holes[holes[next++]];
            var format = (filled.Parent as IInterpolationOperation)?.FormatString?.Syntax.ToString() ?? "";
            var value = filled.Syntax.ToString();
            if ((value + format).IndexOfAny(['"', '\n', '\\']) >= 0)
                return null;
            text.Append('{').Append(filled.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ConditionalExpressionSyntax ? $"({value})" : value).Append(format).Append('}');
        }
        return text.Append('"').ToString();
    }

    private static bool IsAccepted(ITypeSymbol? type, bool isKey) => type switch
    {
        { SpecialType: SpecialType.System_String } => true,
        { Name: "RedisKey" } => isKey,
        { Name: "RedisValue" } => !isKey,
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double } => !isKey,
        _ => false,
    };
}
