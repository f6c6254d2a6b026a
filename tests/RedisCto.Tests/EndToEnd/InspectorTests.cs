using System.Text.Json.Nodes;
using RedisCto.Testing;
using RedisCto.Testing.Node;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>
/// The protocol's own inspector judges the real process: strict schemas, every list, every tool (it rejects a result that its output schema
/// does not admit), in both eras.
/// </summary>
public sealed class InspectorTests
{
    private const string Package = "@modelcontextprotocol/inspector";
    private const string Version = "2.12.0";

    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Eras => ["legacy", "modern"];

    public static TheoryData<string, string> Lists => new MatrixTheoryData<string, string>(
        ["prompts/list", "resources/list", "resources/templates/list"], ["legacy", "modern"]);

    public static TheoryData<string, string, string> Calls => new()
    {
        { "review_code", """{"code":"db.Execute(\"KEYS\", \"user:*\");","applyFixes":true}""", "legacy" },
        { "review_code", """{"code":"db.Execute(\"KEYS\", \"user:*\");"}""", "modern" },
        { "review_code", """{"code":"var clean = 1;"}""", "legacy" },
        { "generate_pattern", """{"pattern":"distributed-lock"}""", "legacy" },
        { "search_guidance", """{"query":"KEYS or SCAN"}""", "modern" },
    };

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task ToolSchemas_AreStrictlyPortable(string era)
    {
        var (exitCode, output, error) = await InspectAsync(era, "--strict", "--method", "tools/list");

        // A warning leaves the exit code at 0 and is told on stderr.
        Assert.Equal((0, ""), (exitCode, error.Trim()));
        Assert.Contains("review_code", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_IsRead(string method, string era)
    {
        var (exitCode, output, error) = await InspectAsync(era, "--method", method);

        Assert.Equal((0, ""), (exitCode, error.Trim()));
        Assert.NotNull(JsonNode.Parse(output));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_FitsItsOutputSchema(string tool, string arguments, string era)
    {
        var (exitCode, output, error) = await InspectAsync(era, "--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments);

        Assert.True(exitCode == 0, error + output);
        Assert.Equal("", error.Trim());
    }

    [ServerTheory("valkey >= 9.0")]
    public async Task InspectionOfALiveServer_FitsItsOutputSchema(string name)
    {
        var server = await RedisServers.SharedAsync(name, TestContext.Current.CancellationToken);
        foreach (var era in (string[])["legacy", "modern"])
            await Call_FitsItsOutputSchema("inspect_instance", $$"""{"endpoint":"{{server.Endpoint}}"}""", era);
    }

    private static async Task<(int ExitCode, string Output, string Error)> InspectAsync(string era, params string[] arguments)
    {
        NodePackages packages;
        try
        {
            packages = await NodePackages.InstallAsync("inspector", [$"{Package}@{Version}"], TestContext.Current.CancellationToken);
        }
        catch (IOException missing) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip(missing.Message);
            throw;
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(packages.PathOf($"{Package}/package.json"), TestContext.Current.CancellationToken))!;
        var program = packages.PathOf($"{Package}/{manifest["bin"]!["mcp-inspector"]!.GetValue<string>()}");
        return await packages.RunAsync(
            packages.Node,
            [program, "--cli", OwnProcess.DotNet, "exec", OwnProcess.Program, "--protocol-era", era, "--format", "json", .. arguments],
            RunLimit,
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken);
    }
}
