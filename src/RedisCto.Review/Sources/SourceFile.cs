namespace RedisCto.Review.Sources;

/// <summary>One text to review. Pasted text may be a fragment; a file from disk is a whole compilation unit.</summary>
internal sealed record SourceFile(string Name, string Text, bool Pasted)
{
    private static readonly string[] words =
        ["Redis", "IDatabase", "Multiplexer", "IDistributedCache", "HybridCache", "StringSet", "StringGet", "KeyDelete", "KeyExpire"];

    /// <summary>The cheap test: a file without any of these words has nothing for a rule to look at.</summary>
    public bool MentionsRedis { get; } = Pasted || Array.Exists(words, word => Text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
