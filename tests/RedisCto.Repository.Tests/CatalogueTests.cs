using System.Text.RegularExpressions;

namespace RedisCto.Repository.Tests;

/// <summary>The one law: code in src, page in knowledge, proof in tests, under the same name; what is missing is named.</summary>
public sealed partial class CatalogueTests
{
    private sealed record Item(string Id, string Name, string File);

    [Fact]
    public void EveryRule_HasPageTestAndReleaseRow()
    {
        var rules = Items("src/RedisCto.Analyzers/Rules", "*Analyzer.cs", "Analyzer", RuleId());
        var releases = Repository.Read("src/RedisCto.Analyzers/AnalyzerReleases.Shipped.md")
            + Repository.Read("src/RedisCto.Analyzers/AnalyzerReleases.Unshipped.md");

        Missing(rules, rule => $"knowledge/rules/{rule.Id}.md", rule => HasTest("RedisCto.Analyzers.Tests", rule.Name));
        var unreleased = rules.Where(rule => !releases.Contains(rule.Id, StringComparison.Ordinal)).Select(rule => rule.Id);
        Assert.Equal([], unreleased);
    }

    [Fact]
    public void EveryCheck_HasPageAndTest()
    {
        var checks = Items("src/RedisCto.Inspection/Checks", "*.cs", "", CheckId());

        Missing(checks, check => $"knowledge/checks/{check.Id}.md", check => HasTest("RedisCto.Inspection.Tests", check.Name));
    }

    [Fact]
    public void EveryPattern_HasPageAndTest()
    {
        var patterns = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src/RedisCto.Patterns/Library"))
            .Select(folder => new Item(Kebab(Path.GetFileName(folder)), Path.GetFileName(folder), folder))
            .ToList();

        Assert.NotEmpty(patterns);
        Missing(patterns, pattern => $"knowledge/patterns/{pattern.Id}.md", pattern => HasFolderOfTests("RedisCto.Patterns.Tests/Library", pattern.Name));
    }

    [Fact]
    public void EveryFix_BelongsToARule()
    {
        var rules = Items("src/RedisCto.Analyzers/Rules", "*Analyzer.cs", "Analyzer", RuleId()).Select(rule => rule.Name);
        var fixes = Repository.Files("src/RedisCto.CodeFixes/Rules", "*Fix.cs").Select(file => Path.GetFileNameWithoutExtension(file)[..^"Fix".Length]);

        var orphans = fixes.Except(rules, StringComparer.Ordinal);
        Assert.Equal([], orphans);
    }

    [Fact]
    public void EveryPage_HasItsCode()
    {
        var known = Items("src/RedisCto.Analyzers/Rules", "*Analyzer.cs", "Analyzer", RuleId()).Select(rule => $"rules/{rule.Id}")
            .Concat(Items("src/RedisCto.Inspection/Checks", "*.cs", "", CheckId()).Select(check => $"checks/{check.Id}"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src/RedisCto.Patterns/Library"))
                .Select(folder => $"patterns/{Kebab(Path.GetFileName(folder))}"))
            // SER300-SER308 are the analyzers inside the StackExchange.Redis package, which we run and page.
            .Concat(Enumerable.Range(300, 9).Select(number => $"rules/SER{number}"));
        var pages = new[] { "rules", "checks", "patterns" }
            .SelectMany(kind => Repository.Files($"knowledge/{kind}", "*.md"))
            .Select(file => file["knowledge/".Length..^".md".Length]);

        var orphans = pages.Except(known, StringComparer.Ordinal);
        Assert.Equal([], orphans);
    }

    private static List<Item> Items(string folder, string pattern, string suffix, Regex id)
    {
        var items = Repository.Files(folder, pattern)
            .Select(file => (File: file, Id: id.Match(Repository.Read(file))))
            .Where(found => found.Id.Success)
            .Select(found => new Item(found.Id.Groups["id"].Value, Path.GetFileNameWithoutExtension(found.File)[..^suffix.Length], found.File))
            .ToList();
        Assert.NotEmpty(items);
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
        return items;
    }

    private static void Missing(IEnumerable<Item> items, Func<Item, string> page, Func<Item, bool> hasTest) =>
        Assert.Equal([], items.SelectMany(item => new[]
        {
            Repository.Has(page(item)) ? "" : $"{item.Name} has no page {page(item)}",
            hasTest(item) ? "" : $"{item.Name} has no test",
        }).Where(gap => gap.Length > 0));

    private static bool HasTest(string project, string name) => Repository.Files($"tests/{project}", $"{name}*Tests.cs").Count > 0;

    private static bool HasFolderOfTests(string folder, string name) =>
        Directory.Exists(Path.Combine(Repository.Root, "tests", folder, name)) && Repository.Files($"tests/{folder}/{name}", "*Tests.cs").Count > 0;

    private static string Kebab(string name) => Capital().Replace(name, "-${capital}").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("\"(?<id>RCTO[0-9]{4})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuleId();

    [GeneratedRegex("\"(?<id>[A-Z]{3}[0-9]{2})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CheckId();

    [GeneratedRegex("(?<capital>[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capital();
}
