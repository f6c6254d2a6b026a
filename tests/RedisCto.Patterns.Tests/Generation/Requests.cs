namespace RedisCto.Patterns.Tests.Generation;

/// <summary>Every pattern with every combination of its options, in the smallest form and with all parts.</summary>
internal static class Requests
{
    public static IEnumerable<PatternRequest> All() =>
        from pattern in PatternGenerator.Catalog
        from options in Subsets(pattern.Options)
        from parts in new string[][] { [], ["all"] }
        select new PatternRequest { Pattern = pattern.Id, Options = options, Parts = parts };

    public static string Describe(PatternRequest request) =>
        $"{request.Pattern} [{string.Join(' ', request.Options)}] {string.Join(' ', request.Parts)}";

    private static IEnumerable<string[]> Subsets(IReadOnlyList<string> options) =>
        Enumerable.Range(0, 1 << options.Count).Select(bits => options.Where((_, i) => (bits & (1 << i)) != 0).ToArray());
}
