namespace RedisCto.Knowledge.Search;

/// <summary>Turns text into the stems that the search compares: "expiring keys" and "key expires" meet; RedisTimeoutException is also its parts.</summary>
internal static class Words
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "about", "all", "after", "am", "an", "and", "any", "anymore", "are", "as", "at", "be", "been", "best", "but", "by", "can", "could", "did", "do", "does", "for",
        "from", "give", "had", "has", "have", "he", "how", "i", "if", "in", "into", "is", "it", "its", "just", "keep", "me", "much", "must", "my", "need", "of", "on", "or",
        "our", "please", "really", "should", "so", "some", "still", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "us", "use",
        "used", "using", "vs", "want", "was", "way", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    };

    public static List<string> Stems(string text)
    {
        var stems = new List<string>(text.Length / 6);
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsLetterOrDigit(text[start]))
                continue;
            var end = start + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || IsInNumber(text, end)))
                end++;
            AddWord(stems, text.AsSpan(start, end - start));
            start = end;
        }

        return stems;
    }

    /// <summary>A light English stemmer: endings only, and the same for a question and a page, which is all that a comparison needs.</summary>
    public static string Stem(string word)
    {
        if (word.Length <= 3 || char.IsDigit(word[^1]))
            return word;

        var stem = WithoutPlural(word);
        stem = stem switch
        {
            _ when Ends(stem, "ically", 8) => stem[..^4],
            _ when Ends(stem, "ly", 7) => stem[..^2],
            _ when Ends(stem, "ation", 8) => stem[..^5],
            _ when Ends(stem, "tion", 7) || Ends(stem, "sion", 7) => stem[..^3],
            _ when Ends(stem, "ing", 6) => Undoubled(stem[..^3]),
            _ when Ends(stem, "ed", 5) => Undoubled(stem[..^2]),
            _ => stem,
        };
        return stem switch
        {
            [.., 'e'] when stem.Length > 3 => stem[..^1],
            [.., 'y'] when stem.Length > 3 => $"{stem[..^1]}i",
            _ => stem,
        };
    }

    private static void AddWord(List<string> stems, ReadOnlySpan<char> word)
    {
        Add(stems, word);
        if (IsInCapitals(word))
            stems.Add(word.ToString());
        var start = 0;
        for (var i = 1; i < word.Length; i++)
        {
            if (!char.IsUpper(word[i]) || !char.IsLower(word[i - 1]))
                continue;
            Add(stems, word[start..i]);
            start = i;
        }

        if (start > 0)
            Add(stems, word[start..]);
    }

    // KEYS is a command, keys are what everybody has.
    private static bool IsInCapitals(ReadOnlySpan<char> word) => word.Length > 2 && !word.ContainsAnyExceptInRange('A', 'Z');

    private static void Add(List<string> stems, ReadOnlySpan<char> word)
    {
        var lower = word.ToString().ToLowerInvariant();
        if (!Empty.Contains(lower))
            stems.Add(Stem(lower));
    }

    // 7.4 is one word, "keys. Then" is two.
    private static bool IsInNumber(string text, int at) =>
        text[at] == '.' && char.IsDigit(text[at - 1]) && at + 1 < text.Length && char.IsDigit(text[at + 1]);

    private static string WithoutPlural(string word) => word switch
    {
        [.., 'i', 'e', 's'] when word.Length > 4 => $"{word[..^3]}y",
        [.., 's', 's'] or [.., 'u', 's'] or [.., 'i', 's'] => word,
        [.., 's' or 'x' or 'z', 'e', 's'] or [.., 's' or 'c', 'h', 'e', 's'] => word[..^2],
        [.., 's'] => word[..^1],
        _ => word,
    };

    private static bool Ends(string word, string ending, int atLeast) =>
        word.Length >= atLeast && word.EndsWith(ending, StringComparison.Ordinal);

    private static string Undoubled(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;
}
