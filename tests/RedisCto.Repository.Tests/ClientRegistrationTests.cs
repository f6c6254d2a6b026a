using System.Text.Json;
using DocsGenerator;
using RedisCto.Testing.Node;

namespace RedisCto.Repository.Tests;

/// <summary>The registrations that the README hands out, given to the real command lines: they must take them and reach the server.</summary>
public sealed class ClientRegistrationTests
{
    private static readonly string[] Packages =
    [
        "@anthropic-ai/claude-code@2.1.330", "@openai/codex@0.169.0", "@google/gemini-cli@0.61.0", "@github/copilot@1.0.102",
    ];

    public static TheoryData<string> JsonClients => [.. ClientRegistration.All.Where(client => client.File.EndsWith(".json", StringComparison.Ordinal)).Select(client => client.Client)];

    [Theory]
    [MemberData(nameof(JsonClients))]
    public void JsonRegistration_Parses_AndNamesTheTool(string client)
    {
        using var json = JsonDocument.Parse(Registration(client).Content);

        var servers = json.RootElement.EnumerateObject().First(property => property.Name is "mcpServers" or "servers").Value;
        Assert.Equal("redis-cto", servers.GetProperty("redis").GetProperty("command").GetString());
    }

    [ClientFact]
    public async Task ClaudeCode_TakesTheCommand_AndConnects()
    {
        using var home = await ClientHome.CreateAsync();

        await home.RunAsync(ClaudeCode(home.Node), Registration("Claude Code").Command);
        var listed = await home.RunAsync(ClaudeCode(home.Node), "claude mcp list");

        Assert.Contains("redis: redis-cto", listed, StringComparison.Ordinal);
        Assert.Contains("Connected", listed, StringComparison.Ordinal);
    }

    [ClientFact]
    public async Task ClaudeCode_ReadsTheProjectFile()
    {
        using var home = await ClientHome.CreateAsync();
        home.Write(".mcp.json", Registration("Claude Code").Content);

        var listed = await home.RunAsync(ClaudeCode(home.Node), "claude mcp list");

        Assert.Contains("redis: redis-cto", listed, StringComparison.Ordinal);
    }

    [ClientFact]
    public async Task Codex_TakesTheFileAndTheCommand()
    {
        using var home = await ClientHome.CreateAsync();
        home.Write(".codex/config.toml", Registration("Codex").Content);

        var fromFile = await home.RunAsync(home.Bin("codex"), "codex mcp list --json");
        home.Write(".codex/config.toml", "");
        await home.RunAsync(home.Bin("codex"), Registration("Codex").Command);
        var fromCommand = await home.RunAsync(home.Bin("codex"), "codex mcp list --json");

        foreach (var listed in new[] { fromFile, fromCommand })
        {
            using var json = JsonDocument.Parse(listed[listed.IndexOf('[', StringComparison.Ordinal)..(listed.LastIndexOf(']') + 1)]);
            Assert.Equal("redis-cto", Assert.Single(json.RootElement.EnumerateArray()).GetProperty("transport").GetProperty("command").GetString());
        }
    }

    [ClientFact]
    public async Task Gemini_TakesTheFileAndTheCommand_AndConnects()
    {
        using var fromFile = await ClientHome.CreateAsync();
        fromFile.Write(".gemini/settings.json", Registration("Gemini CLI").Content);
        using var fromCommand = await ClientHome.CreateAsync();
        await fromCommand.RunAsync(fromCommand.Bin("gemini"), Registration("Gemini CLI").Command);

        foreach (var home in new[] { fromFile, fromCommand })
        {
            var listed = await home.RunAsync(home.Bin("gemini"), "gemini mcp list");
            Assert.Contains("redis: redis-cto", listed, StringComparison.Ordinal);
            Assert.Contains("- Connected", listed, StringComparison.Ordinal);
        }
    }

    [ClientFact]
    public async Task Copilot_TakesTheFileAndTheCommand()
    {
        using var fromFile = await ClientHome.CreateAsync();
        fromFile.Write(".copilot/mcp-config.json", Registration("Copilot CLI").Content);
        using var fromCommand = await ClientHome.CreateAsync();
        await fromCommand.RunAsync(fromCommand.Bin("copilot"), Registration("Copilot CLI").Command);

        foreach (var home in new[] { fromFile, fromCommand })
            Assert.Contains("redis", await home.RunAsync(home.Bin("copilot"), "copilot mcp list"), StringComparison.Ordinal);
    }

    private static ClientRegistration Registration(string client) => ClientRegistration.All.Single(registration => registration.Client == client);

    // npm 11 does not run the package's install script, which would only copy this file.
    private static string ClaudeCode(NodePackages node) => Directory.EnumerateFiles(
        node.PathOf("@anthropic-ai"), OperatingSystem.IsWindows() ? "claude.exe" : "claude", SearchOption.AllDirectories).First();

    /// <summary>A home folder of its own, so that no client sees or changes the developer's settings; redis-cto is on its PATH.</summary>
    private sealed class ClientHome : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("redis-cto-client-").FullName;

        private ClientHome(NodePackages node) => Node = node;

        public NodePackages Node { get; }

        public static async Task<ClientHome> CreateAsync() =>
            new(await NodePackages.InstallAsync("clients", Packages, TestContext.Current.CancellationToken));

        public string Bin(string name) => Node.PathOf(OperatingSystem.IsWindows() ? $".bin/{name}.cmd" : $".bin/{name}");

        public void Write(string file, string content)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }

        /// <summary>Runs a README command, whose first word is replaced by the program's path.</summary>
        public async Task<string> RunAsync(string program, string command)
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = folder,
                ["USERPROFILE"] = folder,
                ["PATH"] = $"{AppContext.BaseDirectory}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["GEMINI_CLI_TRUST_WORKSPACE"] = "true",
                ["NO_COLOR"] = "1",
            };
            var (exitCode, output, error) = await Node.RunAsync(
                program, command.Split(' ')[1..], TimeSpan.FromMinutes(2), environment, TestContext.Current.CancellationToken, folder);
            Assert.True(exitCode == 0, $"{command} ended with {exitCode}: {output}{error}");
            return output + error;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
