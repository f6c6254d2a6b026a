using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Patterns;
using RedisCto.Reports;

namespace RedisCto.Mcp;

/// <summary>The tool that hands out tested code.</summary>
[McpServerToolType]
internal sealed class PatternTools(Engines engines)
{
    [McpServerTool(Name = "generate_pattern", Title = "Generate a Redis pattern", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false)]
    [TimeLimit(10, "Fix: ask for one part with `parts`.")]
    [Description("Generate C# code for StackExchange.Redis that was compiled and tested under faults: a distributed lock with renewal and fencing, a rate limiter (GCRA), and the like. "
        + "Use it instead of writing such code by hand. The answer is the source files with their guarantee, what is not guaranteed, and what happens when Redis is down. Returns text; writes no file.")]
    public CallToolResult GeneratePattern(
        [Description("What to generate."), Aliases("name", "id", "type", "kind")] string pattern,
        [Description("Namespace of the code."), Aliases("ns")] string @namespace = "MyApp.Redis",
        [Description("Prefix of every key, for example \"shop:\"."), Aliases("prefix")] string keyPrefix = "",
        [Description("Server it runs against: \"redis 7.2\", \"valkey 8.1\"."), Aliases("server", "version", "serverVersion")] string target = "",
        [Description("Options of the pattern, for example \"fencing\"."), Aliases("option", "features")] string[]? options = null,
        [Description("Parts of the code; empty: the smallest useful form."), Aliases("part", "files")] string[]? parts = null)
    {
        PatternRequest request = new()
        {
            Pattern = pattern,
            Namespace = @namespace,
            KeyPrefix = keyPrefix,
            Target = Targets.Read(target),
            Options = options ?? [],
            Parts = parts ?? [],
        };
        return ToolAnswer.Text(PatternText.Render(engines.Patterns.Generate(request)));
    }
}
