using RedisCto.Review;

namespace RedisCto.Reports;

/// <summary>A review as JSON, the same for the tool and for <c>review --json</c>.</summary>
/// <param name="Verdict">One sentence.</param>
/// <param name="Total">Findings of the whole review, of which <paramref name="Findings"/> may show a part.</param>
/// <param name="Truncated">True where findings or the patch were left out; <paramref name="More"/> says how to get them.</param>
/// <param name="More">"" or the exact argument of the next call.</param>
/// <param name="Patch">All safe fixes as one unified diff, where they were asked for.</param>
internal sealed record ReviewAnswer(
    string Verdict,
    int FilesReviewed,
    int Total,
    bool Truncated,
    string More,
    IReadOnlyList<CodeFinding> Findings,
    string Patch,
    IReadOnlyList<UnreadPart> NotRead,
    IReadOnlyList<string> Assumptions,
    IReadOnlyList<string> Notes)
{
    private const int MaxRemarks = 10;
    private const int MaxFix = 2_500;
    private const int MaxPatch = 5_000;

    /// <summary>Everything, for people and pipes.</summary>
    public static ReviewAnswer Whole(ReviewReport report) => Create(report, report.Findings, "", report.Patch, []);

    /// <summary>As much as fits into an answer, from finding number <paramref name="skip"/> on.</summary>
    public static ReviewAnswer Fitting(ReviewReport report, int skip)
    {
        List<string> notes = [];
        var patch = report.Patch;
        if (patch.Length > MaxPatch)
        {
            patch = "";
            notes.Add("The patch is too long for one answer: call review_code with one file as `path`, or run `redis-cto review <path> --fix-diff`.");
        }

        var rest = report.Findings.Skip(skip).Select(finding => Shortened(finding, report.Patch.Length > 0)).ToList();
        if (skip > 0 && rest.Count == 0)
            notes.Add($"There is no finding after number {report.Findings.Count}.");

        ReviewAnswer Page(int count) => Create(
            report with { NotRead = [.. report.NotRead.Take(MaxRemarks)], Assumptions = [.. report.Assumptions.Take(MaxRemarks)] },
            [.. rest.Take(count)],
            skip + count < report.Findings.Count ? $"skip: {skip + count}" : "",
            patch,
            notes) with
        { Truncated = skip + count < report.Findings.Count || patch.Length < report.Patch.Length };

        return Page(Budget.Fit(rest.Count, count => Budget.Allows(Page(count), ReviewText.Render(Page(count)))));
    }

    private static ReviewAnswer Create(
        ReviewReport report, IReadOnlyList<CodeFinding> shown, string more, string patch, IReadOnlyList<string> notes) =>
        new(Say(report), report.FilesReviewed, report.Findings.Count, false, more, shown, patch, report.NotRead, report.Assumptions, notes);

    /// <summary>With one patch of all fixes there is no need to show each again.</summary>
    private static CodeFinding Shortened(CodeFinding finding, bool patched) =>
        patched ? finding with { Fix = "" }
        : finding.Fix.Length > MaxFix ? finding with { Fix = "", Remedy = finding.Remedy + " (The fix is too long to show: `redis-cto review <path> --fix-diff` prints it.)" }
        : finding;

    private static string Say(ReviewReport report)
    {
        var files = Text.Count(report.FilesReviewed, "file");
        var hidden = report.HiddenBySeverity > 0 ? $" {Text.Count(report.HiddenBySeverity, "finding")} below the asked severity not shown." : "";
        if (report.Findings.Count == 0)
            return $"No findings in {files}.{hidden}";

        var kinds = report.Findings.CountBy(finding => finding.Severity).OrderByDescending(kind => kind.Key)
            .Select(kind => kind.Key == RuleSeverity.Info ? $"{kind.Value} info" : Text.Count(kind.Value, kind.Key == RuleSeverity.Error ? "error" : "warning"));
        return $"{Text.Count(report.Findings.Count, "finding")} in {files}: {string.Join(", ", kinds)}.{hidden}";
    }
}
