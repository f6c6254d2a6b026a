using System.Globalization;
using System.Text;
using RedisCto.Review;

namespace RedisCto.Reports;

/// <summary>A review as text: everything that the JSON says, in the order in which a person would want it.</summary>
internal static class ReviewText
{
    /// <param name="sourceOf">The lines to show under a finding's place, for example the code and a caret; null where there are none.</param>
    public static string Render(ReviewAnswer answer, Func<CodeFinding, string?>? sourceOf = null)
    {
        StringBuilder text = new();
        text.Append(answer.Verdict).Append('\n');
        HashSet<string> explained = new(StringComparer.Ordinal);
        foreach (var finding in answer.Findings)
            Append(text, finding, explained, sourceOf?.Invoke(finding));
        if (answer.Patch.Length > 0)
            text.Append("\nAll safe fixes as one patch (nothing was written; apply it with `git apply`):\n```diff\n").Append(answer.Patch.TrimEnd()).Append("\n```\n");
        foreach (var part in answer.NotRead)
            text.Append(CultureInfo.InvariantCulture, $"\nNot read: {part.File}:{part.Line}: {part.Reason}");
        foreach (var assumption in answer.Assumptions)
            text.Append("\nAssumed: ").Append(assumption);
        foreach (var note in answer.Notes)
            text.Append("\nNote: ").Append(note);
        if (answer.More.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{answer.Findings.Count} of {answer.Total} findings shown. Call again with `{answer.More}` for the next ones.");
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder text, CodeFinding finding, HashSet<string> explained, string? source)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"\n{finding.File}:{finding.Line}:{finding.Column}: {finding.Severity.ToString().ToLowerInvariant()} {finding.Id} {finding.Name}\n");
        text.Append("  ").Append(finding.Message).Append('\n');
        if (source is not null)
            text.Append(Text.Indent(source, "    ")).Append('\n');
        // Why and remedy are the rule's, not the place's: said once.
        if (explained.Add(finding.Id + finding.Why))
            text.Append("  Why: ").Append(finding.Why).Append('\n');
        if (explained.Add(finding.Id + finding.Remedy))
            text.Append("  Remedy: ").Append(finding.Remedy).Append(" (page ").Append(finding.Page).Append(")\n");
        if (finding.Fix.Length > 0)
            text.Append("  Fix:\n```diff\n").Append(finding.Fix.TrimEnd()).Append("\n```\n");
    }
}
