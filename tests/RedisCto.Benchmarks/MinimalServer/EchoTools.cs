using System.ComponentModel;
using ModelContextProtocol.Server;

namespace MinimalServer;

/// <summary>One tool, because a server without any lists none.</summary>
[McpServerToolType]
internal sealed class EchoTools
{
    [McpServerTool(Name = "echo"), Description("Answers with its argument.")]
    public static string Echo(string text) => text;
}
