using System.Reflection;
using System.Text.RegularExpressions;

namespace RedisCto.Patterns.Tests.Generation;

/// <summary>Each pattern has its page, and each test that the page's failure table names is there to be run.</summary>
public sealed partial class PatternPageTests
{
    private static readonly HashSet<string> Tests = [.. Assembly.GetExecutingAssembly().GetTypes()
        .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>(inherit: true) is not null).Select(method => $"{type.Name}.{method.Name}"))];

    public static TheoryData<string> Ids { get; } = [.. PatternGenerator.Catalog.Select(pattern => pattern.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void FailureTable_NamesTestsThatExist(string id)
    {
        var page = Read(id);
        var rows = page[page.IndexOf("## Failure table", StringComparison.Ordinal)..page.IndexOf("## Commands per operation", StringComparison.Ordinal)]
            .Split('\n').Where(line => line.StartsWith('|')).Skip(2).ToList();

        Assert.True(rows.Count >= 5, $"{rows.Count} rows");
        foreach (var row in rows)
            Assert.Contains(row.Split('|')[3].Trim(), Tests);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_NamesEveryOptionAndPart(string id)
    {
        var pattern = PatternGenerator.Catalog.Single(pattern => pattern.Id == id);
        var named = Code().Matches(Read(id)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(pattern.Options.Except(named));
        Assert.Empty(pattern.Parts.Skip(1).Except(named)); // the first is the one handed out unasked
    }

    private static string Read(string id)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "redis-cto-mcp.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return File.ReadAllText(Path.Combine(root, "knowledge", "patterns", id + ".md"));
    }

    [GeneratedRegex("`(?<name>[a-z-]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
