namespace RedisCto.Knowledge;

/// <summary>How many letters must change to get from one id to another, case aside; a shared beginning counts for less.</summary>
internal static class EditDistance
{
    public static double Between(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var shared = a.AsSpan().CommonPrefixLength(b);
        var contained = a.Length > 2 && b.Contains(a, StringComparison.Ordinal) ? b.Length : 0;
        return Levenshtein(a, b) - (shared * 0.5) - contained;
    }

    private static int Levenshtein(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
