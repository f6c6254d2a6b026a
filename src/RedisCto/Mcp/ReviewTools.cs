using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Reports;
using RedisCto.Review;

namespace RedisCto.Mcp;

/// <summary>The tool that reviews C# code which uses Redis.</summary>
[McpServerToolType]
internal sealed class ReviewTools(Engines engines)
{
    [McpServerTool(Name = "review_code", Title = "Review Redis code", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(ReviewAnswer))]
    [McpMeta("anthropic/alwaysLoad", true)]
    [TimeLimit(10, "Fix: review one file or a smaller folder with `path`.", NeedsCompiler = true)]
    [Description("Review whether C#/.NET code that uses Redis is correct (StackExchange.Redis code, caches, locks, TTL, Lua, pub/sub, transactions) for faults that hurt in production: "
        + "blocking commands, lost expiry, unsafe locks, bad multiplexer use. Call it before you finish any change to Redis code. "
        + "Prefer `path` (file or folder) to `code`; fragments without usings are fine. Each finding has place, reason, remedy and a compiled fix as a diff. Writes nothing.")]
    public async Task<CallToolResult> ReviewCode(
        [Description("File or folder inside the project."), Aliases("file", "filePath", "filename", "paths", "folder", "directory")] string path = "",
        [Description("C# text, if it is in no file: a file, a method or a few statements."), Aliases("snippet", "source", "csharp", "text", "content", "sourceCode")] string code = "",
        [Description("Server it runs against: \"redis 7.2\", \"valkey 8.1\", \"garnet\"."), Aliases("server", "version", "serverVersion", "redisVersion")] string target = "",
        [Description("Hide findings below this."), Aliases("severity", "level")] RuleSeverity minSeverity = RuleSeverity.Info,
        [Description("Also return all safe fixes as one patch."), Aliases("fix", "fixes", "patch")] bool applyFixes = false,
        [Description("Findings to pass over, when an answer was truncated."), Aliases("offset"), Range(0, 1_000_000)] int skip = 0,
        CancellationToken cancellationToken = default)
    {
        var request = ReviewInput.Read(path, code, engines.Root) with { Target = Targets.Read(target), MinSeverity = minSeverity, ApplyFixes = applyFixes };
        var answer = ReviewAnswer.Fitting(await engines.Reviewer.ReviewAsync(request, cancellationToken), skip);
        return ToolAnswer.Structured(answer, ReviewText.Render(answer));
    }
}
