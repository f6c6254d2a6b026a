using System.Text.Json;
using RedisCto.Cli;
using RedisCto.Mcp;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Cli;

/// <summary>The verbs: what they print, and what they tell a script.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Bad = """
        using StackExchange.Redis;
        public class Users(IDatabase db)
        {
            public RedisResult All() => db.Execute("KEYS", "user:*");
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("redis-cto-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Review_OfBadCode_ShowsTheLineAndExitsWithOne()
    {
        var (code, output) = await RunAsync("review", Write("Users.cs", Bad));

        Assert.Equal(1, code);
        Assert.Contains(":4:", output, StringComparison.Ordinal);
        Assert.Contains("RCTO1201", output, StringComparison.Ordinal);
        Assert.Matches(@"public RedisResult All\(\) => db\.Execute\(""KEYS"", ""user:\*""\);\n +\^", output);
    }

    [Fact]
    public async Task Review_OfGoodCode_ExitsWithZero()
    {
        var (code, output) = await RunAsync("review", Write("Clean.cs", "using StackExchange.Redis;\npublic class Clean(IDatabase db) { public bool Go() => db.KeyDelete(\"a\"); }\n"));

        Assert.Equal(0, code);
        Assert.StartsWith("No findings", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_AsJson_IsWhatTheToolAnswers()
    {
        Write("Users.cs", Bad);
        var (code, output) = await RunAsync("review", folder, "--json");
        await using var pair = await InMemoryPair.StartAsync(engines: InMemoryPair.Engines(folder));
        var tool = (await pair.CallAsync("review_code", ("path", "Users.cs"))).StructuredContent!.Value;
        var verb = JsonSerializer.Deserialize<JsonElement>(output);

        Assert.Equal(1, code);
        Assert.Equal(tool.EnumerateObject().Select(member => member.Name), verb.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Places(tool), Places(verb));

        static IEnumerable<string> Places(JsonElement answer) => answer.GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("id")} {finding.GetProperty("line")}:{finding.GetProperty("column")} {finding.GetProperty("message")}");
    }

    [Fact]
    public async Task Review_FixDiff_IsThePatchAlone()
    {
        var (code, output) = await RunAsync("review", Write("Users.cs", Bad), "--fix-diff");

        Assert.Equal(1, code);
        Assert.True(output.Length == 0 || output.StartsWith("--- ", StringComparison.Ordinal) || output.StartsWith("diff ", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Review_MinSeverity_HidesWhatIsBelow()
    {
        var (code, output) = await RunAsync("review", Write("Users.cs", Bad), "--min-severity", "error");

        Assert.Equal(0, code);
        Assert.DoesNotContain("RCTO1201", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("review", "does/not/exist.cs")]
    [InlineData("review")]
    [InlineData("review", "x.cs", "--nonsense")]
    [InlineData("review", "x.cs", "--target", "oracle")]
    [InlineData("inspect", "--endpoint", "127.0.0.1:1")]
    [InlineData("inspect", "--depth", "abyss")]
    [InlineData("generate", "no-such-pattern")]
    [InlineData("dance")]
    public async Task Mistake_ExitsWithTwo_AndPrintsNothingOnStdout(params string[] args)
    {
        var (code, output) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.DoesNotContain("finding", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_WritesFilesOnce_AndNeverOver()
    {
        var into = Path.Combine(folder, "out");
        var first = await RunAsync("generate", "distributed-lock", "--namespace", "Shop.Locks", "--out", into);
        var second = await RunAsync("generate", "distributed-lock", "--out", into);
        var files = Directory.GetFiles(into, "*.cs", SearchOption.AllDirectories);

        Assert.Equal((0, 2), (first.Code, second.Code));
        Assert.NotEmpty(files);
        Assert.Contains(files, file => File.ReadAllText(file).Contains("namespace Shop.Locks;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_OnStdout_PrintsWholeFiles()
    {
        var (code, output) = await RunAsync("generate", "rate-limiter");

        Assert.Equal(0, code);
        Assert.Contains("namespace MyApp.Redis;", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes/keyspace-scan")]
    [InlineData("how", "do", "I", "expire", "cache", "keys")]
    public async Task Explain_SaysWhatTheToolSays(params string[] words)
    {
        var (code, output) = await RunAsync(["explain", .. words]);
        await using var pair = await InMemoryPair.StartAsync();
        var tool = await pair.CallAsync("search_guidance", (words.Length == 1 ? "id" : "query", string.Join(' ', words)));

        Assert.Equal(0, code);
        Assert.Equal(InMemoryPair.TextOf(tool), output);
    }

    [Fact]
    public async Task Doctor_CountsWhatIsInstalled()
    {
        var (_, output) = await RunAsync("doctor", "--json");
        var health = JsonSerializer.Deserialize<JsonElement>(output);

        Assert.Equal(ServerSurface.Version, health.GetProperty("version").GetString());
        Assert.All(["rules", "checks", "patterns", "pages"], count => Assert.InRange(health.GetProperty(count).GetInt32(), 1, 10_000));
    }

    [Fact]
    public async Task Version_IsPrintedAlone() => Assert.Equal((0, ServerSurface.Version + Environment.NewLine), await RunAsync("--version"));

    [Fact]
    public async Task Help_NamesEveryVerb()
    {
        var (code, output) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.All(["serve", "review", "inspect", "generate", "explain", "doctor", "demo"], verb => Assert.Contains($"  {verb}", output, StringComparison.Ordinal));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        await using StringWriter output = new();
        var code = await CommandLine.RunAsync(args, output);
        return (code, output.ToString());
    }
}
