using System.Text.RegularExpressions;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>
/// Clients that load tools on demand find them by word statistics (BM25) over name and description. What people ask must find the right one
/// of ours, ahead of what other servers offer.
/// </summary>
public sealed partial class ToolSearchTests
{
    private static readonly (string Name, string Text)[] Decoys =
    [
        ("read_file", "Read the contents of a file from the file system."),
        ("search_code", "Search code in repositories with a query and return matching files."),
        ("create_issue", "Create an issue in a repository with title, body and labels."),
        ("query_database", "Run a read-only SQL query against the configured database and return rows."),
        ("redis_get", "Get the value of a Redis key."),
        ("redis_set", "Set the value of a Redis key with an optional expiration."),
        ("run_tests", "Run the unit tests of a project and report failures."),
        ("fetch_docs", "Fetch documentation pages of Microsoft .NET, C# and Azure by a search query."),
        ("lint_code", "Run a linter over code and report style violations."),
        ("list_containers", "List running containers with their memory and CPU usage."),
        ("take_screenshot", "Take a screenshot of the current browser page."),
        ("send_message", "Send a message to a channel."),
    ];

    public static TheoryData<string, string> Prompts => new()
    {
        { "review my redis code", "review_code" },
        { "review C# StackExchange.Redis code", "review_code" },
        { "check redis cache code before commit", "review_code" },
        { "find faults in redis lock code", "review_code" },
        { "is this StackExchange.Redis code correct", "review_code" },
        { "fix redis code blocking commands", "review_code" },
        { "redis code lost expiry TTL", "review_code" },
        { "review ConnectionMultiplexer use", "review_code" },
        { "inspect redis server", "inspect_instance" },
        { "redis is slow", "inspect_instance" },
        { "redis memory full eviction", "inspect_instance" },
        { "valkey instance health check", "inspect_instance" },
        { "redis slow commands and clients", "inspect_instance" },
        { "find big keys in redis", "inspect_instance" },
        { "redis persistence and security configuration of a running server", "inspect_instance" },
        { "redis times out, inspect connections", "inspect_instance" },
        { "generate a distributed lock", "generate_pattern" },
        { "redis rate limiter in C#", "generate_pattern" },
        { "write a redis lock with fencing", "generate_pattern" },
        { "GCRA rate limiter", "generate_pattern" },
        { "generate redis pattern code", "generate_pattern" },
        { "lock renewal StackExchange.Redis", "generate_pattern" },
        { "facts about redis commands", "search_guidance" },
        { "which version has this redis command", "search_guidance" },
        { "redis guidance expiry", "search_guidance" },
        { "explain rule RCTO1201", "search_guidance" },
        { "valkey or redis persistence facts", "search_guidance" },
        { "search redis guidance cluster scripts", "search_guidance" },
        { "what does this check MEM13 mean", "search_guidance" },
        { "redis eviction facts by version", "search_guidance" },
    };

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task Prompt_FindsItsTool(string prompt, string tool)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var ours = (await pair.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken))
            .Select(found => (found.Name, Text: $"{found.Title} {found.Description} redis-cto"));

        Assert.Equal(tool, Rank([.. ours, .. Decoys], prompt)[0]);
    }

    /// <summary>BM25 with the usual constants.</summary>
    private static List<string> Rank(IReadOnlyList<(string Name, string Text)> tools, string query)
    {
        const double K = 1.2, B = 0.75;
        var documents = tools.Select(tool => (tool.Name, Words: Words($"{tool.Name} {tool.Text}"))).ToList();
        var average = documents.Average(document => document.Words.Count);
        return [.. documents.OrderByDescending(document => Words(query).Distinct(StringComparer.Ordinal).Sum(word =>
        {
            var holders = documents.Count(other => other.Words.Contains(word));
            var count = document.Words.Count(other => other == word);
            var rarity = Math.Log(1 + ((documents.Count - holders + 0.5) / (holders + 0.5)));
            return rarity * count * (K + 1) / (count + (K * (1 - B + (B * document.Words.Count / average))));
        })).Select(document => document.Name)];
    }

    private static List<string> Words(string text) =>
        [.. Word().Matches(text.ToLowerInvariant().Replace('_', ' ')).Select(match => match.Value.Length > 3 ? match.Value.TrimEnd('s') : match.Value)];

    [GeneratedRegex("[a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
