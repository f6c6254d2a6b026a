using RedisCto.Core;
using RedisCto.Inspection;

namespace RedisCto.Reports;

/// <summary>One finding about a server; <c>Message</c> and the values of <c>Evidence</c> may carry the server's own words.</summary>
internal sealed record ServerFinding(
    string Id, string Title, Severity Severity, Confidence Confidence, string Message, string Remedy, IReadOnlyList<Evidence> Evidence, string SuppressionKey);

/// <summary>An inspection as JSON, the same for the tool and for <c>inspect --json</c>.</summary>
/// <param name="Verdict">One sentence.</param>
/// <param name="DataFence">How the server's own words are marked; "" where they are not.</param>
/// <param name="Skipped">Checks that could not be made: unknown, not healthy.</param>
/// <param name="More">"" or the argument that shows what was left out.</param>
internal sealed record InspectionAnswer(
    string Verdict,
    string DataFence,
    string Server,
    string Product,
    string Version,
    string Role,
    int Total,
    bool Truncated,
    string More,
    IReadOnlyList<ServerFinding> Findings,
    IReadOnlyList<SkippedCheck> Skipped,
    int CommandsSent,
    int ElapsedMilliseconds,
    IReadOnlyList<string> Notes)
{
    public static InspectionAnswer Whole(InspectionReport report, Fence fence) => Create(report, fence, report.Findings.Count);

    /// <summary>The worst findings that fit into an answer.</summary>
    public static InspectionAnswer Fitting(InspectionReport report, Fence fence) => Create(report, fence, Budget.Fit(report.Findings.Count, count =>
    {
        var page = Create(report, fence, count);
        return Budget.Allows(page, InspectionText.Render(page));
    }));

    private static InspectionAnswer Create(InspectionReport report, Fence fence, int count)
    {
        var left = report.Findings.Skip(count).Select(finding => finding.Id).Distinct(StringComparer.Ordinal).ToList();
        return new(
            fence.AroundWords(report.Verdict, [report.Server.Version], 600),
            fence.Explanation,
            Text.Plain(report.Server.Label, 200),
            report.Server.Product.ToString(),
            fence.AroundValue(report.Server.Version),
            Text.Plain(report.Server.Role, 40),
            report.Findings.Count,
            left.Count > 0,
            left.Count > 0 ? $"focus: memory, persistence, security, connections, commands, keys or version (left out: {string.Join(", ", left)})" : "",
            [.. report.Findings.Take(count).Select(finding => Shown(finding, fence))],
            report.Skipped,
            report.Cost.Commands,
            (int)report.Cost.Elapsed.TotalMilliseconds,
            [.. report.Notes.Select(note => Text.Plain(note, 600))]);
    }

    private static ServerFinding Shown(Finding finding, Fence fence)
    {
        var words = finding.Evidence.Select(item => item.Value).ToList();
        return new(
            finding.Id,
            finding.Title,
            finding.Severity,
            finding.Confidence,
            fence.AroundMessage(finding.Message, words),
            fence.AroundWords(finding.Remedy, words, 1000),
            [.. finding.Evidence.Select(item => new Evidence(Text.Plain(item.Name, 100), fence.AroundValue(item.Value)))],
            fence.AroundWords(finding.SuppressionKey, words, 300));
    }
}
