using RedisCto.Core;
using RedisCto.Knowledge;
using RedisCto.Mcp;

namespace RedisCto.Reports;

/// <summary>Looks a page or an answer up; one way for the tool, the resources and <c>explain</c>.</summary>
internal static class Guidance
{
    /// <summary>The page of this id, or one section of it (<c>notes/cache-expiry#Versions</c>).</summary>
    /// <exception cref="ToolInputException">There is none; the message names the nearest.</exception>
    public static string Page(KnowledgeBase knowledge, string id) => TryPage(knowledge, id) ?? throw new ToolInputException(
        $"There is no page '{Text.Plain(id, 80)}'. Nearest: {string.Join(", ", knowledge.Nearest(id, 3))}. Fix: call search_guidance with one of these as `id`, or with a `query`.");

    /// <summary>Null where there is no such page or section.</summary>
    public static string? TryPage(KnowledgeBase knowledge, string id)
    {
        var (page, heading) = id.Trim().Split('#', 2) is [var before, var after] ? (before, after) : (id.Trim(), "");
        if (knowledge.Find(page) is not { } entry)
            return null;
        if (heading.Length == 0)
            return GuidanceText.Page(entry);
        return entry.Sections.FirstOrDefault(section => string.Equals(section.Heading, heading.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found
            ? GuidanceText.Section(entry, found)
            : null;
    }

    /// <summary>The best passages for a question; never empty: where nothing fits it says what there is.</summary>
    public static string Answer(KnowledgeBase knowledge, string query, ServerTarget? target, int limit)
    {
        var hits = knowledge.Search(query, target, limit);
        return hits.Count > 0 ? GuidanceText.Hits(query, hits) : GuidanceText.Nothing(query, knowledge.Nearest(query, 5));
    }
}
