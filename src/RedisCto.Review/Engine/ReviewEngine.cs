using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Review.Sources;

namespace RedisCto.Review.Engine;

/// <summary>One review from texts to report.</summary>
internal sealed class ReviewEngine
{
    private readonly RuleCatalog catalog = new();

    public IReadOnlyList<RuleInfo> Rules => catalog.Rules;

    public async Task<ReviewReport> ReviewAsync(ReviewRequest request, IReadOnlyList<SourceFile> sources, CancellationToken ct)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.Name, cancellationToken: ct)).ToList();
        var compilation = CSharpCompilation.Create("Review", trees, ReferenceAssemblies.Newest,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new ServerVersionOption(request.Target)), onAnalyzerException: null, concurrentAnalysis: true,
            logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        var diagnostics = await compilation.WithAnalyzers(catalog.Analyzers, options).GetAnalyzerDiagnosticsAsync(ct);
        var findings = diagnostics.Select(ToFinding).Where(finding => finding.Severity >= request.MinSeverity)
            .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line)
            .ToList();
        return new ReviewReport
        {
            Findings = findings,
            FilesReviewed = sources.Count,
            HiddenBySeverity = diagnostics.Length - findings.Count,
        };
    }

    private CodeFinding ToFinding(Diagnostic diagnostic)
    {
        var rule = catalog.Find(diagnostic.Id);
        var position = diagnostic.Location.GetLineSpan();
        return new CodeFinding(diagnostic.Id, rule?.Name ?? diagnostic.Id, RuleCatalog.SeverityOf(diagnostic.Severity), position.Path,
            position.StartLinePosition.Line + 1, position.StartLinePosition.Character + 1, diagnostic.GetMessage(CultureInfo.InvariantCulture),
            rule?.Why ?? "", rule?.Remedy ?? "", $"rules/{diagnostic.Id}");
    }
}
