namespace RedisCto.Review.Sources;

/// <summary>One text to review. Pasted text may be a fragment; a file from disk is a whole compilation unit.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Text">The text as it was given.</param>
/// <param name="Pasted">True for text without a file.</param>
/// <param name="Named">True for a file that was asked for by its own name, which is judged whatever it holds.</param>
internal sealed record SourceFile(string Name, string Text, bool Pasted, bool Named = false)
{
    private static readonly string[] words =
        ["Redis", "IDatabase", "Multiplexer", "IDistributedCache", "HybridCache", "StringSet", "StringGet", "KeyDelete", "KeyExpire"];

    /// <summary>The cheap test: a file without any of these words has nothing for a rule to look at.</summary>
    public bool MentionsRedis { get; } = Pasted || Named || Array.Exists(words, word => Text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
