using System.Text;
using RedisCto.Knowledge;

namespace RedisCto.Reports;

/// <summary>Pages and search results as text, the same through the tool, the resources and <c>explain</c>.</summary>
internal static class GuidanceText
{
    /// <summary>The whole page, with what it holds for and what shows that it is true.</summary>
    public static string Page(KnowledgeEntry entry)
    {
        StringBuilder text = new();
        text.Append("# ").Append(entry.Title).Append(" (").Append(entry.Id).Append(")\n");
        text.Append("Applies to: ").Append(entry.AppliesTo).Append('\n');
        if (entry.VerifiedOn.Count > 0)
            text.Append("Verified on: ").AppendJoin(", ", entry.VerifiedOn).Append('\n');
        text.Append('\n').Append(entry.Text.Trim()).Append('\n');
        if (entry.Sources.Count > 0)
            text.Append("\nSources: ").AppendJoin("; ", entry.Sources).Append('\n');
        return Budget.Cut(text.ToString(), Budget.Hard, $"(The page goes on: {SectionIds(entry)}.)");
    }

    /// <summary>One section of a page, for pages that are longer than an answer.</summary>
    public static string Section(KnowledgeEntry entry, KnowledgeSection section) =>
        Budget.Cut($"# {entry.Title}: {section.Heading} ({entry.Id})\nApplies to: {entry.AppliesTo}\n\n{section.Text.Trim()}\n", Budget.Hard, "(cut)");

    /// <summary>The passages that answer a question, each with its page's id; as many as fit.</summary>
    public static string Hits(string query, IReadOnlyList<KnowledgeHit> hits)
    {
        var shown = Budget.Fit(hits.Count, count => Hits(query, hits, count).Length <= Budget.Default);
        return Hits(query, hits, shown);
    }

    /// <summary>Where nothing fits: what there is.</summary>
    public static string Nothing(string query, IReadOnlyList<string> nearest) =>
        $"Nothing found for \"{Text.Plain(query, 200)}\". Nearest pages: {string.Join(", ", nearest)}. "
        + "Ask with the name of a command, a setting or a type (for example \"EXPIRE\", \"maxmemory-policy\", \"IDatabase.LockTake\").\n";

    private static string Hits(string query, IReadOnlyList<KnowledgeHit> hits, int count)
    {
        StringBuilder text = new();
        text.Append(Text.Count(hits.Count, "passage")).Append(" for \"").Append(Text.Plain(query, 200)).Append("\".\n");
        foreach (var hit in hits.Take(count))
        {
            text.Append("\n## ").Append(hit.Entry.Title);
            if (!string.Equals(hit.Heading, hit.Entry.Title, StringComparison.Ordinal))
                text.Append(": ").Append(hit.Heading);
            text.Append("\nid: ").Append(hit.Entry.Id).Append("; applies to: ").Append(hit.Entry.AppliesTo).Append('\n');
            if (hit.VersionNote.Length > 0)
                text.Append("For your server: ").Append(hit.VersionNote).Append('\n');
            text.Append('\n').Append(hit.Passage.Trim()).Append('\n');
        }

        if (count < hits.Count)
            text.Append("\nLeft out for length (truncated: true): ").AppendJoin(", ", hits.Skip(count).Select(hit => hit.Entry.Id)).Append(". Call search_guidance with one of these as `id`.\n");
        else if (hits.Count > 0)
            text.Append("\nCall search_guidance with an `id` for the whole page.\n");
        return text.ToString();
    }

    private static string SectionIds(KnowledgeEntry entry) =>
        "call search_guidance with `id` " + string.Join(", ", entry.Sections.TakeLast(6).Select(section => $"\"{entry.Id}#{section.Heading}\""));
}
