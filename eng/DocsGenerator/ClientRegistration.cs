using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DocsGenerator;

/// <summary>How one client is told of the server: the file it reads, and the command that writes it where there is one.</summary>
internal sealed record ClientRegistration(string Client, string File, string Example, string Content, string Command)
{
    private const string Tool = "redis-cto";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every client that we have tried or whose format is documented, from this one source.</summary>
    public static IReadOnlyList<ClientRegistration> All { get; } =
    [
        new("Claude Code", ".mcp.json", "claude-code/.mcp.json",
            Json("mcpServers", Server("stdio", ("REDIS_URL", "${REDIS_URL:-}"))),
            $"claude mcp add redis -e REDIS_URL=redis://localhost:6379 --scope user -- {Tool}"),
        new("VS Code (GitHub Copilot)", ".vscode/mcp.json", "vscode/mcp.json", VsCode(),
            $$"""code --add-mcp '{"name":"redis","command":"{{Tool}}"}'"""),
        new("Copilot CLI", "~/.copilot/mcp-config.json", "copilot-cli/mcp-config.json",
            Json("mcpServers", With(Server("local", ("REDIS_URL", "redis://localhost:6379")), "tools", new JsonArray("*"))),
            $"copilot mcp add redis --env REDIS_URL=redis://localhost:6379 -- {Tool}"),
        new("Codex", "~/.codex/config.toml", "codex/config.toml", Codex(),
            $"codex mcp add redis --env REDIS_URL=redis://localhost:6379 -- {Tool}"),
        new("Gemini CLI", ".gemini/settings.json", "gemini/settings.json",
            Json("mcpServers", Server(null, ("REDIS_URL", "redis://localhost:6379"))),
            $"gemini mcp add --scope user -e REDIS_URL=redis://localhost:6379 redis {Tool}"),
        new("Cursor", ".cursor/mcp.json", "cursor/mcp.json",
            Json("mcpServers", Server(null, ("REDIS_URL", "redis://localhost:6379"))), ""),
    ];

    private static JsonObject Server(string? type, params (string Name, string Value)[] environment)
    {
        var server = new JsonObject();
        if (type is not null)
            server["type"] = type;
        server["command"] = Tool;
        server["args"] = new JsonArray();
        server["env"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value)));
        return server;
    }

    private static JsonObject With(JsonObject server, string name, JsonNode value)
    {
        server[name] = value;
        return server;
    }

    private static string Json(string key, JsonObject server) =>
        new JsonObject { [key] = new JsonObject { ["redis"] = server } }.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";

    private static string VsCode() => new JsonObject
    {
        ["servers"] = new JsonObject { ["redis"] = Server("stdio", ("REDIS_URL", "${input:redis_url}")) },
        ["inputs"] = new JsonArray(new JsonObject
        {
            ["type"] = "promptString",
            ["id"] = "redis_url",
            ["description"] = "Redis URL for inspect_instance (may stay empty)",
            ["password"] = true,
        }),
    }.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";

    private static string Codex() => $"""
        [mcp_servers.redis]
        command = "{Tool}"
        args = []
        startup_timeout_sec = 20
        tool_timeout_sec = 60

        [mcp_servers.redis.env]
        REDIS_URL = "redis://localhost:6379"

        """.ReplaceLineEndings("\n");
}
