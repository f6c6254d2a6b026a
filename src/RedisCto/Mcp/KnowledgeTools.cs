using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Reports;

namespace RedisCto.Mcp;

/// <summary>The tool that answers questions from the pages.</summary>
[McpServerToolType]
internal sealed class KnowledgeTools(Engines engines)
{
    [McpServerTool(Name = "search_guidance", Title = "Search Redis guidance", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false)]
    [TimeLimit(10, "Fix: ask with fewer words.")]
    [Description("Search verified facts about Redis and Valkey commands, expiry (TTL), eviction, persistence, cluster, scripts and StackExchange.Redis, or read a page by `id` "
        + "(a rule RCTO1201, a check MEM13, a pattern or a note). Use it before you state what a command does or since which version. Every claim was replayed on real servers; the answer says where it holds.")]
    public CallToolResult SearchGuidance(
        [Description("A question, a command, a setting or an error text."), Aliases("question", "q", "search", "topic", "userQuery", "text")] string query = "",
        [Description("Id of a page instead: \"RCTO1201\", \"notes/cache-expiry\"."), Aliases("page", "rule", "ruleId", "uri", "check")] string id = "",
        [Description("Server in question: \"redis 7.2\", \"valkey 8.1\"."), Aliases("server", "version", "serverVersion")] string target = "",
        [Description("Passages at most."), Aliases("count", "top", "max", "maxResults"), Range(1, 10)] int limit = 4)
    {
        if (!string.IsNullOrWhiteSpace(id))
            return ToolAnswer.Text(Guidance.Page(engines.Knowledge, id));
        if (string.IsNullOrWhiteSpace(query))
            throw new ToolInputException("search_guidance needs `query` or `id`. Received: neither. Fix: call search_guidance with \"query\": \"how do I expire cache keys\".");

        return ToolAnswer.Text(Guidance.Answer(engines.Knowledge, query, Targets.Read(target), limit));
    }
}
