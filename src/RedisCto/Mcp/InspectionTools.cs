using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Inspection;
using RedisCto.Reports;

namespace RedisCto.Mcp;

/// <summary>The tool that inspects a live server.</summary>
[McpServerToolType]
internal sealed class InspectionTools(Engines engines)
{
    [McpServerTool(Name = "inspect_instance", Title = "Inspect a Redis server", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(InspectionAnswer))]
    [TimeLimit(30, "Fix: call inspect_instance with \"depth\": \"quick\", or with one `focus`.")]
    [Description("Inspect the health of a running Redis, Valkey or Garnet server (instance): memory and eviction, persistence, security, clients and connections, slow commands, big keys, version and end of life. "
        + "Use it when Redis is slow, full, times out, loses data, or before a release. It sends a short list of read-only commands (INFO, CONFIG GET, SCAN, SLOWLOG...), never KEYS or MONITOR, and returns no values. "
        + "Without arguments it takes the connection in REDIS_URL.")]
    public async Task<CallToolResult> InspectInstance(
        [Description("Name of a configured connection (REDIS_CTO_CONNECTIONS__<name>); empty: the default one. Never a password."), Aliases("name", "connectionName", "connectionString", "url", "redisUrl")] string connection = "",
        [Description("host:port instead; loopback only, unless REDIS_CTO_ALLOWED_HOSTS admits it."), Aliases("host", "address", "hostport", "instance")] string endpoint = "",
        [Description("quick leaves out the sampling of keys."), Aliases("level")] InspectionDepth depth = InspectionDepth.Standard,
        [Description("One family of checks."), Aliases("area", "category", "checks")] InspectionFocus focus = InspectionFocus.All,
        CancellationToken cancellationToken = default)
    {
        InspectionRequest request = new() { Connection = connection, Endpoint = endpoint, Depth = depth, Focus = focus };
        var answer = InspectionAnswer.Fitting(await engines.Inspector.InspectAsync(request, cancellationToken), Fence.Random());
        return ToolAnswer.Structured(answer, InspectionText.Render(answer));
    }
}
