namespace RedisCto.Review.Patches;

/// <summary>One stretch of lines that differs; counts may be 0, starts are 0-based.</summary>
internal readonly record struct LineEdit(int OldStart, int OldCount, int NewStart, int NewCount);

/// <summary>The shortest list of line edits that turns one text into another (Myers, "An O(ND) Difference Algorithm", 1986).</summary>
internal static class LineDiff
{
    // Beyond this many differing lines the shortest edit is not worth its quadratic memory; the middle is replaced whole.
    private const int MostDifferences = 3000;

    /// <summary>The lines with their own line ends.</summary>
    public static string[] LinesOf(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return [.. lines];
    }

    public static IReadOnlyList<LineEdit> Edits(string[] before, string[] after)
    {
        var prefix = 0;
        while (prefix < before.Length && prefix < after.Length && before[prefix] == after[prefix])
            prefix++;
        var suffix = 0;
        while (suffix < before.Length - prefix && suffix < after.Length - prefix && before[^(suffix + 1)] == after[^(suffix + 1)])
            suffix++;

        var a = before.AsSpan(prefix, before.Length - prefix - suffix);
        var b = after.AsSpan(prefix, after.Length - prefix - suffix);
        return Group(Kept(a, b), a.Length, b.Length, prefix);
    }

    /// <summary>The pairs of lines that stay, in order.</summary>
    private static List<(int Old, int New)> Kept(ReadOnlySpan<string> a, ReadOnlySpan<string> b)
    {
        var kept = new List<(int, int)>();
        if (a.Length == 0 || b.Length == 0)
            return kept;

        var most = Math.Min(a.Length + b.Length, MostDifferences);
        var furthest = new int[(2 * most) + 2];
        var trace = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            trace.Add(furthest[(most - d)..(most + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && furthest[most + k - 1] < furthest[most + k + 1]);
                var x = down ? furthest[most + k + 1] : furthest[most + k - 1] + 1;
                while (x < a.Length && x - k < b.Length && a[x] == b[x - k])
                    x++;
                furthest[most + k] = x;
                if (x >= a.Length && x - k >= b.Length)
                    return Walk(trace, d, a.Length, b.Length);
            }
        }

        return kept;
    }

    private static List<(int Old, int New)> Walk(List<int[]> trace, int d, int x, int y)
    {
        var kept = new List<(int, int)>();
        for (; d >= 0; d--)
        {
            var furthest = trace[d];
            var k = x - y;
            var down = k == -d || (k != d && furthest[d + k - 1] < furthest[d + k + 1]);
            var before = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : furthest[d + before];
            var fromY = d == 0 ? 0 : fromX - before;
            while (x > fromX && y > fromY)
                kept.Add((--x, --y));
            (x, y) = (fromX, fromY);
        }

        kept.Reverse();
        return kept;
    }

    private static List<LineEdit> Group(List<(int Old, int New)> kept, int oldLength, int newLength, int offset)
    {
        var edits = new List<LineEdit>();
        var (x, y) = (0, 0);
        foreach (var (oldLine, newLine) in kept.Append((oldLength, newLength)))
        {
            if (oldLine > x || newLine > y)
                edits.Add(new LineEdit(offset + x, oldLine - x, offset + y, newLine - y));
            (x, y) = (oldLine + 1, newLine + 1);
        }

        return edits;
    }
}
