using System;
using System.Collections.Generic;
using System.Linq;

namespace RedisCto.Patterns;

/// <summary>Finds the name that was probably meant, by the fewest letters to change.</summary>
internal static class NearestName
{
    public static string Of(string text, IEnumerable<string> names) =>
        names.MinBy(name => name.Contains(text, StringComparison.OrdinalIgnoreCase) || text.Contains(name, StringComparison.OrdinalIgnoreCase)
            ? 0
            : Distance(text.ToUpperInvariant(), name.ToUpperInvariant())) ?? "";

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var change = previous[j] + (left[i] == right[j] ? 0 : 1);
                current[j + 1] = Math.Min(change, Math.Min(previous[j + 1], current[j]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
