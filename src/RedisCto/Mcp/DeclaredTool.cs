using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>
/// A tool that is listed from the contract which ships with the program, and bound to its method at the first call: making the schemas anew
/// by reflection at every start took longer than everything else. A test holds the contract against the methods.
/// </summary>
internal sealed class DeclaredTool(Tool declaration, Lazy<McpServerTool> bound) : McpServerTool
{
    public override Tool ProtocolTool => declaration;

    /// <summary>Metadata is for authorization, which stdio does not have.</summary>
    public override IReadOnlyList<object> Metadata => [];

    public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
        bound.Value.InvokeAsync(request, cancellationToken);

    /// <summary>What the contract says of a tool; null for one that is not in it (yet).</summary>
    public static Tool? Declaration(string name)
    {
        using var contract = typeof(DeclaredTool).Assembly.GetManifestResourceStream($"contract/tools/{name}.json");
        return contract is null ? null : JsonSerializer.Deserialize(contract, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool))) as Tool;
    }
}
