using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>The verbs as processes: what they load, and what they keep to themselves.</summary>
public sealed class VerbProcessTests
{
    private const string Canary = "canary5Password";

    [Theory]
    [InlineData("explain", "RCTO1201", "RedisCto.Knowledge", new[] { "Microsoft.CodeAnalysis", "StackExchange.Redis", "ModelContextProtocol.Server" })]
    [InlineData("generate", "rate-limiter", "RedisCto.Patterns", new[] { "Microsoft.CodeAnalysis.Workspaces", "RedisCto.Analyzers", "YamlDotNet" })]
    [InlineData("review", "examples/bad/ShopCache", "RedisCto.Review", new[] { "Markdig", "YamlDotNet" })]
    [InlineData("--version", "", "redis-cto", new[] { "Microsoft.CodeAnalysis", "StackExchange.Redis", "YamlDotNet" })]
    public async Task Verb_LoadsItsOwnEngineOnly(string verb, string argument, string engine, string[] others)
    {
        var (_, _, errors) = await OwnProgram.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(VerbProcessTests).Assembly.Location,
                [StartupHook.ModeVariable] = StartupHook.ListAssemblies,
            },
            [verb, .. argument.Length > 0 ? [argument] : Array.Empty<string>()]);
        var loaded = errors.Split('\n').Where(line => line.StartsWith(StartupHook.Loaded, StringComparison.Ordinal)).Select(line => line[StartupHook.Loaded.Length..].Trim()).ToList();

        Assert.Contains(engine, loaded);
        Assert.DoesNotContain(loaded, name => others.Any(other => name.StartsWith(other, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Doctor_NamesTheConnectionThatDoesNotAnswer_WithoutItsPassword()
    {
        var (code, output, errors) = await OwnProgram.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["REDIS_CTO_CONNECTIONS__orders"] = $"redis://app:{Canary}@127.0.0.1:1" }, "doctor");

        Assert.Equal(1, code);
        Assert.Contains("connection orders: does not answer", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_PrintsTheAnswerAndNothingElse()
    {
        var (code, output, errors) = await OwnProgram.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), "explain", "RCTO1201");

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("# ", output, StringComparison.Ordinal);
    }
}
