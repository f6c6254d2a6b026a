using System.Buffers;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Finds what kind of key a name stands for: <c>app:session:9f2c</c> is <c>app:session:</c>.</summary>
internal static class KeyPrefix
{
    private const int MaxParts = 4;
    private const string SeparatorCharacters = ":/.|#-_";
    private static readonly SearchValues<char> Separators = SearchValues.Create(SeparatorCharacters);

    /// <summary>The name up to its first part that looks like an identifier; the last part never belongs to the prefix.</summary>
    public static string Of(string key)
    {
        var end = 0;
        for (var part = 0; part < MaxParts; part++)
        {
            var next = IndexOfSeparator(key, end);
            if (next < 0 || LooksLikeIdentifier(key.AsSpan(end, next - end)))
                break;
            end = next + 1;
        }

        if (end > 0)
            return key[..end];

        // Without a separator only a numbered name (job17) has a kind; a name of its own would give the key away.
        var stem = key.TrimEnd("0123456789".ToCharArray());
        return stem.Length < key.Length ? stem : "";
    }

    /// <summary>The prefix one part shorter, or empty.</summary>
    public static string Parent(string prefix)
    {
        var inner = prefix.AsSpan().TrimEnd(SeparatorCharacters);
        var cut = inner.LastIndexOfAny(Separators);
        return cut < 0 ? "" : prefix[..(cut + 1)];
    }

    /// <summary>The words of a prefix, in lower case.</summary>
    public static IReadOnlyList<string> Words(string prefix) =>
        prefix.ToLowerInvariant().Split([.. SeparatorCharacters, '{', '}'], StringSplitOptions.RemoveEmptyEntries);

    private static int IndexOfSeparator(string key, int from)
    {
        var found = key.AsSpan(from).IndexOfAny(Separators);
        return found < 0 ? -1 : from + found;
    }

    private static bool LooksLikeIdentifier(ReadOnlySpan<char> part)
    {
        var digits = 0;
        var hexadecimal = true;
        foreach (var character in part)
        {
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            hexadecimal &= char.IsAsciiHexDigit(character);
        }

        // v2 and us1 are names; 42, 9f2c01aa and order20260101 are not.
        return part.Length == 0 || digits == part.Length || digits > 3 || (hexadecimal && part.Length >= 8);
    }
}
