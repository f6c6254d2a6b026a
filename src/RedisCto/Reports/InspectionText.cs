using System.Globalization;
using System.Text;

namespace RedisCto.Reports;

/// <summary>An inspection as text: everything that the JSON says, worst first.</summary>
internal static class InspectionText
{
    public static string Render(InspectionAnswer answer)
    {
        StringBuilder text = new();
        text.Append(answer.Verdict).Append('\n');
        if (answer.DataFence.Length > 0)
            text.Append(answer.DataFence).Append('\n');
        foreach (var finding in answer.Findings)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n{finding.Severity.ToString().ToLowerInvariant()} {finding.Id} {finding.Title} (confidence: {finding.Confidence.ToString().ToLowerInvariant()})\n");
            text.Append("  ").Append(finding.Message).Append('\n');
            if (finding.Evidence.Count > 0)
                text.Append("  Evidence: ").AppendJoin(", ", finding.Evidence.Select(item => $"{item.Name} = {item.Value}")).Append('\n');
            text.Append("  Remedy: ").Append(finding.Remedy).Append('\n');
            text.Append("  Suppression key: ").Append(finding.SuppressionKey).Append('\n');
        }

        foreach (var skipped in answer.Skipped)
            text.Append(CultureInfo.InvariantCulture, $"\nSkipped {skipped.Id} {skipped.Title}: {skipped.Reason}");
        foreach (var note in answer.Notes)
            text.Append("\nNote: ").Append(note);
        if (answer.Truncated)
            text.Append(CultureInfo.InvariantCulture, $"\n{answer.Findings.Count} of {answer.Total} findings shown. Call again with {answer.More}.");
        text.Append(CultureInfo.InvariantCulture, $"\n{answer.Product} {answer.Version} at {answer.Server}, {answer.Role}; {Text.Count(answer.Total, "finding")}; {Text.Count(answer.CommandsSent, "read-only command")} sent in {answer.ElapsedMilliseconds} ms.\n");
        return text.ToString();
    }
}
