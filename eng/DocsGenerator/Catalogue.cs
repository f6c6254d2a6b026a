using System.ComponentModel;
using System.Reflection;
using System.Text;
using ModelContextProtocol.Server;
using RedisCto.Inspection;
using RedisCto.Knowledge;
using RedisCto.Patterns;
using RedisCto.Review;

namespace DocsGenerator;

/// <summary>The tables of what there is, taken from the code that does it.</summary>
internal static class Catalogue
{
    public static string Tools() => Table(["tool", "what it does"],
        from type in Assembly.Load("redis-cto").GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let tool = method.GetCustomAttribute<McpServerToolAttribute>()
        where tool is not null
        orderby tool.Name
        select new[] { $"`{tool.Name}`", FirstSentence(method.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "") });

    public static string Rules() => Table(["rule", "name", "severity", "fault", "fix"],
        from rule in new CodeReviewer().Rules
        orderby rule.Id
        select new[] { $"[{rule.Id}](knowledge/rules/{rule.Id}.md)", rule.Name, rule.Severity.ToString(), rule.Title, rule.HasFix ? "yes" : "" });

    public static string Checks() => Table(["check", "name", "severity", "fault"],
        from check in InstanceInspector.Checks
        orderby check.Id
        select new[] { $"[{check.Id}](knowledge/checks/{check.Id}.md)", check.Name, check.Severity.ToString(), check.Title });

    public static string Patterns() => Table(["pattern", "what it gives", "options"],
        from pattern in PatternGenerator.Catalog
        orderby pattern.Id
        select new[] { $"[{pattern.Id}](knowledge/patterns/{pattern.Id}.md)", pattern.Summary, string.Join(", ", pattern.Options) });

    public static string Notes() => Table(["page", "holds for"],
        from entry in KnowledgeBase.Load().Entries
        where entry.Kind == KnowledgeKind.Note
        orderby entry.Id
        select new[] { $"[{entry.Title}](knowledge/{entry.Id}.md)", entry.AppliesTo.Text });

    public static string Pages() => Table(["page", "title", "holds for", "verified on", "sources"],
        from entry in KnowledgeBase.Load().Entries
        orderby entry.Id
        select new[]
        {
            $"[{entry.Id}]({entry.Id}.md)", entry.Title, entry.AppliesTo.Text, string.Join(", ", entry.VerifiedOn), string.Join(", ", entry.Sources),
        });

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static string Table(IReadOnlyList<string> header, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        Row(header);
        Row([.. header.Select(_ => "---")]);
        foreach (var row in rows)
            Row(row);
        return text.ToString();

        void Row(IReadOnlyList<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");
    }
}
