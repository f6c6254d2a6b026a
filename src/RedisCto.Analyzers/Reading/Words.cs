using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Splits names and key texts into words, so that "lock" is found in OrderLock and lock:{id}, not in block or lockout.</summary>
internal static class Words
{
    public static IEnumerable<string> Of(string? text)
    {
        if (text is null)
            yield break;
        var start = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            var ends = index == text.Length || !char.IsLetter(text[index]);
            var humps = !ends && index > start && char.IsUpper(text[index])
                && (char.IsLower(text[index - 1]) || (index + 1 < text.Length && char.IsLower(text[index + 1])));
            if (!ends && !humps)
                continue;
            if (index > start)
                yield return text.Substring(start, index - start).ToLowerInvariant();
            start = ends ? index + 1 : index;
        }
    }

    /// <summary>The words of a key: its constant parts, the name of the variable that holds it, and of the method that makes it.</summary>
    public static ISet<string> OfKey(IOperation? key)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        Collect(key, words, depth: 0);
        return words;
    }

    public static bool ContainsAny(this IEnumerable<string> words, ICollection<string> wanted) => words.Any(wanted.Contains);

    /// <summary><c>CacheKeys.Product(id)</c>: the static type that makes the key speaks of it as well.</summary>
    private static IEnumerable<string> OfHolder(ISymbol symbol) =>
        symbol is { IsStatic: true, ContainingType.IsStatic: true } ? Of(symbol.ContainingType.Name) : [];

    private static void Collect(IOperation? operation, HashSet<string> words, int depth)
    {
        if (operation is null || depth > 6)
            return;
        operation = operation.Unwrap();
        // What fills a hole ({user.Token}) says nothing about the key; the name of the key variable itself does.
        if (depth == 0 && operation.Symbol() is { } symbol)
            words.UnionWith(Of(symbol.Name).Concat(OfHolder(symbol)));
        var origin = operation.Origin()!;
        if (ConstantText.Of(origin) is { } text)
        {
            words.UnionWith(Of(text));
            return;
        }
        switch (origin)
        {
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                    Collect((part as IInterpolatedStringTextOperation)?.Text ?? (part as IInterpolationOperation)?.Expression, words, depth + 1);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                Collect(sum.LeftOperand, words, depth + 1);
                Collect(sum.RightOperand, words, depth + 1);
                break;
            case IObjectCreationOperation created:
                foreach (var argument in created.Arguments)
                    Collect(argument.Value, words, depth + 1);
                break;
            case IInvocationOperation call:
                words.UnionWith(Of(call.TargetMethod.Name).Concat(OfHolder(call.TargetMethod)));
                foreach (var argument in call.Arguments)
                    Collect(argument.Value, words, depth + 1);
                foreach (var returned in call.BodyInSameFile()?.Descendants().OfType<IReturnOperation>() ?? [])
                    Collect(returned.ReturnedValue, words, depth + 2);
                break;
        }
    }
}
