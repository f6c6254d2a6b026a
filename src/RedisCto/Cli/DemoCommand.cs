using System.CommandLine;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using RedisCto.Demo;
using RedisCto.Mcp;

namespace RedisCto.Cli;

/// <summary>Shows all four tools on this machine, through the protocol, as an assistant uses them.</summary>
internal static class DemoCommand
{
    private const int GeneratedLines = 45;

    public static Command Create(Engines engines, TextWriter output)
    {
        Command demo = new("demo", "Show what an assistant gets: a review with its patch, a generated lock, an inspected server. Needs nothing but .NET.");
        demo.SetAction((_, cancellationToken) => RunAsync(output, cancellationToken));
        return demo;
    }

    private static async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var example = BadExample.Find(Environment.CurrentDirectory, AppContext.BaseDirectory);
        await using var client = await StartServerAsync(example.Root, cancellationToken);
        var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
        await output.WriteLineAsync(
            $"""
            == 1. An assistant starts `redis-cto` and asks what it can do (MCP {client.NegotiatedProtocolVersion})
            {client.ServerInfo?.Title} {client.ServerInfo?.Version}: {string.Join(", ", tools.Select(tool => tool.Name))}
            """);

        Dictionary<string, object?> source = example.Path.Length > 0 ? new(StringComparer.Ordinal) { ["path"] = example.Path } : new(StringComparer.Ordinal) { ["code"] = example.Code };
        await ShowAsync(client, output, 2, "review_code", source, "It reviews code that was written without it", cancellationToken);
        await ShowAsync(client, output, 3, "review_code", new(source, StringComparer.Ordinal) { ["applyFixes"] = true }, "and offers the safe fixes as one patch", cancellationToken, PatchOf);
        await ShowAsync(client, output, 4, "generate_pattern", new(StringComparer.Ordinal) { ["pattern"] = "distributed-lock", ["namespace"] = "Shop.Locks", ["keyPrefix"] = "shop:" },
            "It hands out a tested lock instead of letting one be made up", cancellationToken, Head);
        await InspectAsync(client, output, cancellationToken);
        await output.WriteLineAsync("\n== Done. To give this to your assistant, register `redis-cto` as an MCP server: see README.md.");
        return ExitCodes.Clean;
    }

    private static async Task InspectAsync(McpClient client, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("\n== 5. It inspects a live server: a throw-away one, filled with trouble");
        var binary = ServerBinary.OnPath() ?? await GarnetTool.RestoreAsync(output, cancellationToken);
        if (binary is null)
        {
            await output.WriteLineAsync("There is no redis-server or valkey-server on PATH and Garnet could not be fetched: this part is left out.");
            return;
        }

        await using var server = await ThrowAwayServer.StartAsync(binary, cancellationToken);
        await SickKeyspace.FillAsync(server.Port, cancellationToken);
        await output.WriteLineAsync($"{binary.Name} on a free loopback port: {SickKeyspace.Summary}");
        var answer = await client.CallToolAsync("inspect_instance", new Dictionary<string, object?>(StringComparer.Ordinal) { ["endpoint"] = $"127.0.0.1:{server.Port}" }, cancellationToken: cancellationToken);
        await output.WriteLineAsync(TextOf(answer));
    }

    private static async Task ShowAsync(
        McpClient client, TextWriter output, int number, string tool, Dictionary<string, object?> arguments, string heading, CancellationToken cancellationToken, Func<string, string>? part = null)
    {
        var shown = string.Join(", ", arguments.Select(pair => $"{pair.Key}: {JsonSerializer.Serialize(pair.Value is string { Length: > 60 } ? "..." : pair.Value, Json.Options)}"));
        await output.WriteLineAsync($"\n== {number}. {heading}\n{tool} {{ {shown} }}\n");
        var text = TextOf(await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken));
        await output.WriteLineAsync(part is null ? text : part(text));
    }

    /// <summary>Our own executable, started the way a client's configuration starts it.</summary>
    private static Task<McpClient> StartServerAsync(string root, CancellationToken cancellationToken)
    {
        var own = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(own).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return McpClient.CreateAsync(
            new StdioClientTransport(new()
            {
                Name = ServerSurface.Name,
                Command = own,
                Arguments = isHost ? [typeof(DemoCommand).Assembly.Location, "serve"] : ["serve"],
                WorkingDirectory = root,
                EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CLAUDE_PROJECT_DIR"] = root },
            }),
            new() { ClientInfo = new() { Name = "redis-cto-demo", Version = ServerSurface.Version } },
            cancellationToken: cancellationToken);
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text)).TrimEnd();

    private static string PatchOf(string text) =>
        text.IndexOf("All safe fixes", StringComparison.Ordinal) is var start and >= 0 ? text[start..] : text;

    private static string Head(string text)
    {
        var lines = text.Split('\n');
        return lines.Length <= GeneratedLines
            ? text
            : string.Join('\n', lines.Take(GeneratedLines)) + $"\n... ({lines.Length - GeneratedLines} more lines; `redis-cto generate distributed-lock` prints all)";
    }
}
