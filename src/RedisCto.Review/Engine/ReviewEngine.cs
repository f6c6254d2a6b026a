using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RedisCto.Review.Binding;
using RedisCto.Review.Fixes;
using RedisCto.Review.Sources;

namespace RedisCto.Review.Engine;

/// <summary>One review from texts to report.</summary>
internal sealed class ReviewEngine
{
    private const string Unfinished = "There are more fixes than could be proved in time: apply these, then review again.";

    private readonly RuleCatalog catalog = new();

    public IReadOnlyList<RuleInfo> Rules => catalog.Rules;

    public async Task<ReviewReport> ReviewAsync(
        ReviewRequest request, IReadOnlyList<SourceFile> sources, IReadOnlyList<UnreadPart> notOpened, CancellationToken ct)
    {
        var bound = SnippetBinder.Bind(sources, ct);
        var judged = bound.Files.Where(file => file.Source.MentionsRedis).ToList();
        var failures = new ConcurrentBag<UnreadPart>();
        var rules = new RuleRun(catalog, request.Target);
        var diagnostics = await rules.DiagnoseAsync(bound.Compilation, [.. judged.Select(file => file.Tree)], failures, ct);
        var listed = diagnostics.Where(diagnostic => RuleCatalog.SeverityOf(diagnostic.Severity) >= request.MinSeverity).ToList();
        var (fixes, patch, unfinished) = await FixAsync(rules, bound, diagnostics, request.ApplyFixes, ct);
        var byTree = judged.ToDictionary(file => file.Tree);
        return new ReviewReport
        {
            Findings = [.. listed.Select(diagnostic => ToFinding(diagnostic, byTree[diagnostic.Location.SourceTree!], fixes.GetValueOrDefault(diagnostic, "")))
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Id, StringComparer.Ordinal)],
            Assumptions = unfinished ? [.. bound.Assumptions, Unfinished] : bound.Assumptions,
            NotRead = [.. notOpened, .. bound.NotRead, .. failures.Distinct()],
            FilesReviewed = judged.Count,
            Patch = patch,
            HiddenBySeverity = diagnostics.Length - listed.Count,
        };
    }

    private async Task<(IReadOnlyDictionary<Diagnostic, string> Single, string Combined, bool Unfinished)> FixAsync(
        RuleRun rules, BoundSources bound, ImmutableArray<Diagnostic> diagnostics, bool combine, CancellationToken ct)
    {
        if (!diagnostics.Any(diagnostic => catalog.FixFor(diagnostic.Id) is not null))
            return (ImmutableDictionary<Diagnostic, string>.Empty, "", false);
        using var run = new FixRun(catalog, rules, bound);
        var single = await run.SingleAsync(diagnostics, ct);
        var combined = combine ? await run.CombinedAsync(diagnostics, ct) : "";
        return (single, combined, run.Unfinished);
    }

    private CodeFinding ToFinding(Diagnostic diagnostic, BoundFile file, string fix)
    {
        var rule = catalog.Find(diagnostic.Id)!;
        var position = SourceText.From(file.Text.User).Lines.GetLinePosition(file.Text.ToUser(diagnostic.Location.SourceSpan.Start));
        return new CodeFinding(
            diagnostic.Id, rule.Name, RuleCatalog.SeverityOf(diagnostic.Severity), file.Source.Name, position.Line + 1, position.Character + 1,
            diagnostic.GetMessage(CultureInfo.InvariantCulture), rule.Why, rule.Remedy, $"rules/{diagnostic.Id}", fix);
    }
}
