using System.Text;
using RedisCto.Patterns;

namespace RedisCto.Reports;

/// <summary>A generated pattern as text: what it promises and does not, then the files.</summary>
internal static class PatternText
{
    public static string Render(GeneratedPattern pattern, int limit = Budget.Hard)
    {
        var shown = Budget.Fit(pattern.Files.Count, count => Render(pattern, count, limit).Length <= limit);
        return Budget.Cut(Render(pattern, shown, limit), limit, "(cut; run `redis-cto generate` for the whole files)");
    }

    private static string Render(GeneratedPattern pattern, int count, int limit)
    {
        StringBuilder text = new();
        text.Append("# ").Append(pattern.Pattern.Title).Append(" (patterns/").Append(pattern.Pattern.Id).Append(")\n");
        Line(text, "Guarantee", pattern.Guarantee);
        Line(text, "Not guaranteed", pattern.NotGuaranteed);
        Line(text, "When Redis is down", pattern.WhenRedisIsDown);
        Line(text, "After a crash", pattern.AfterACrash);
        Line(text, "Server settings", pattern.ServerSettings);
        foreach (var assumption in pattern.Assumptions)
            Line(text, "Assumed", assumption);
        foreach (var file in pattern.Files.Take(count))
            text.Append("\n## ").Append(file.Path).Append("\n```").Append(Language(file.Path)).Append('\n').Append(file.Content.TrimEnd()).Append("\n```\n");

        var left = pattern.Files.Skip(count).ToList();
        if (left.Count > 0)
            text.Append("\nLeft out for length (truncated: true): ").AppendJoin(", ", left.Select(file => file.Path))
                .Append(". Call again with `parts: [").AppendJoin(", ", left.Select(file => $"\"{file.Part}\"").Distinct(StringComparer.Ordinal)).Append("]`.\n");
        if (pattern.MoreParts.Count > 0)
            text.Append("\nMore parts on request, with `parts`: ").AppendJoin(", ", pattern.MoreParts).Append(".\n");
        if (pattern.Pattern.Options.Count > 0)
            text.Append("Options, with `options`: ").AppendJoin(", ", pattern.Pattern.Options).Append(".\n");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
            text.Append(name).Append(": ").Append(value).Append('\n');
    }

    private static string Language(string path) => Path.GetExtension(path) switch
    {
        ".cs" => "csharp",
        ".lua" => "lua",
        ".json" => "json",
        _ => "",
    };
}
