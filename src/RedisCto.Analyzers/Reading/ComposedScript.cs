using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Script text that is put together where it is used: its fixed parts with a mark for each hole, and what fills the holes.</summary>
internal sealed class ComposedScript
{
    /// <summary>Stands for a hole; a character of the private use area, which Lua text does not have.</summary>
    public const char Mark = '\uE000';

    private readonly StringBuilder text = new();
    private readonly List<IOperation> holes = [];

    private ComposedScript()
    {
    }

    public string Text => text.ToString();

    /// <summary>What fills the holes, in the order of their marks.</summary>
    public IReadOnlyList<IOperation> Holes => holes;

    /// <summary>The parts of the text, or null where it is not put together here.</summary>
    public static ComposedScript? Read(IOperation script)
    {
        var composed = new ComposedScript();
        if (script.Origin() is not { } origin)
            return null;
        if (origin is IInvocationOperation call && call.Type?.SpecialType == SpecialType.System_String && call.BodyInSameFile() is { } body)
        {
            var returned = body.Descendants().OfType<IReturnOperation>().Select(result => result.ReturnedValue).OfType<IOperation>().ToList();
            if (returned.Count == 1)
                origin = returned[0].Origin()!;
        }
        return composed.Compose(origin, depth: 0) && composed.holes.Count > 0 ? composed : null;
    }

    /// <summary>The holes that are filled with data: inside a Lua string, or where Lua expects a value. A hole for a whole statement is a piece of script.</summary>
    public IEnumerable<IOperation> DataHoles()
    {
        var script = Text;
        var tokens = LuaTokens.Of(script);
        for (var index = 0; index < tokens.Count; index++)
        {
            foreach (var hole in HolesIn(script, tokens[index]))
            {
                if (tokens[index].Kind == LuaTokenKind.Text || IsNumber(Holes[hole].Unwrap().Type) || (index > 0 && ExpectsValue(tokens[index - 1])))
                    yield return Holes[hole];
            }
        }
    }

    /// <summary>The numbers of the holes that lie in a token. Those in comments lie in none.</summary>
    public static IEnumerable<int> HolesIn(string script, LuaToken token)
    {
        for (var at = token.Start; at < token.End; at++)
        {
            if (script[at] == Mark)
                yield return script.Take(at).Count(character => character == Mark);
        }
    }

    private static bool ExpectsValue(LuaToken before) =>
        before.IsOneOf(",", "(", "=", "==", "~=", "<", ">", "<=", ">=", "+", "-", "*", "/", "..");

    public static bool IsNumber(ITypeSymbol? type) => type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double };

    private bool Compose(IOperation origin, int depth)
    {
        switch (origin)
        {
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                    Append((part as IInterpolatedStringTextOperation)?.Text ?? ((IInterpolationOperation)part).Expression, depth);
                return true;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                Append(sum.LeftOperand, depth);
                Append(sum.RightOperand, depth);
                return true;
            case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } concat:
                foreach (var argument in concat.Arguments)
                    Append(argument.Value, depth);
                return true;
            case IInvocationOperation { TargetMethod: { Name: "Replace", ContainingType.SpecialType: SpecialType.System_String } } replace:
                return Replace(replace);
            case IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } format:
                return Format(format);
            default:
                return false;
        }
    }

    private void Append(IOperation part, int depth)
    {
        if (ConstantText.Of(part) is { } known)
        {
            text.Append(known);
            return;
        }
        // A hole that a literal fills once more is part of the text: "a" + $"b{c}".
        if (depth < 8 && part.Unwrap() is IInterpolatedStringOperation or IBinaryOperation && Compose(part.Unwrap(), depth + 1))
            return;
        text.Append(Mark);
        holes.Add(part);
    }

    private bool Replace(IInvocationOperation call)
    {
        if (call.Instance is null || ConstantText.Of(call.Instance) is not { } pattern || ConstantText.Of(call.Arguments[0].Value) is not { Length: > 0 } old)
            return false;
        var parts = pattern.Split([old], StringSplitOptions.None);
        for (var index = 0; index < parts.Length; index++)
        {
            text.Append(parts[index]);
            if (index < parts.Length - 1)
                Append(call.Arguments[1].Value, depth: 8);
        }
        return true;
    }

    private bool Format(IInvocationOperation call)
    {
        if (call.ArgumentFor("format") is not { } given || ConstantText.Of(given) is not { } format)
            return false;
        var values = call.Arguments.SkipWhile(argument => argument.Parameter?.Name != "format").Skip(1)
            .SelectMany(argument => argument.Value.Unwrap() is IArrayCreationOperation { Initializer.ElementValues: var elements } ? elements.AsEnumerable() : [argument.Value])
            .ToList();
        for (var at = 0; at < format.Length; at++)
        {
            var end = format[at] == '{' ? format.IndexOf('}', at) : -1;
            if (end < 0 || !int.TryParse(format.Substring(at + 1, end - at - 1).Split(',', ':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= values.Count)
            {
                text.Append(format[at]);
                continue;
            }
            Append(values[index], depth: 8);
            at = end;
        }
        return true;
    }
}
