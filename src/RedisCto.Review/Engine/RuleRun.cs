using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Core;

namespace RedisCto.Review.Engine;

/// <summary>Runs every rule over bound texts.</summary>
internal sealed class RuleRun(RuleCatalog catalog, ServerTarget? target)
{
    private static readonly (string Ours, string Clients)[] sameFault =
    [
        ("RCTO1101", "SER307"), ("RCTO1101", "SER308"), ("RCTO1103", "SER304"), ("RCTO1104", "SER307"), ("RCTO1105", "SER305"),
        ("RCTO1107", "SER306"), ("RCTO1302", "SER303"),
    ];

    private readonly ServerVersionOption version = new(target);

    /// <summary>The diagnostics in the user's files; a rule that failed is named in <paramref name="failures"/>.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(
        Compilation compilation, IReadOnlyList<SyntaxTree> trees, ConcurrentBag<UnreadPart> failures, CancellationToken ct)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], version),
            onAnalyzerException: (exception, analyzer, diagnostic) => failures.Add(new UnreadPart(
                diagnostic.Location.SourceTree?.FilePath ?? "", 0,
                string.Create(CultureInfo.InvariantCulture, $"{analyzer.GetType().Name} failed ({exception.GetType().Name}: {exception.Message}); its findings may be missing."))),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        var run = compilation.WithAnalyzers(catalog.Analyzers, options);
        var all = trees.Count + 1 >= compilation.SyntaxTrees.Count()
            ? await run.GetAnalyzerDiagnosticsAsync(ct)
            : await OnlyAsync(run, compilation, trees, ct);
        var mine = trees.ToHashSet();
        return WithoutDoubles([.. all.Where(diagnostic => diagnostic.Location.SourceTree is { } tree && mine.Contains(tree) && catalog.Find(diagnostic.Id) is not null)]);
    }

    private static async Task<ImmutableArray<Diagnostic>> OnlyAsync(
        CompilationWithAnalyzers run, Compilation compilation, IReadOnlyList<SyntaxTree> trees, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var tree in trees)
        {
            found.AddRange(await run.GetAnalyzerSyntaxDiagnosticsAsync(tree, ct));
            found.AddRange(await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, ct));
        }

        return found.ToImmutable();
    }

    /// <summary>Where the client's own rule and ours see the same fault on one line, the client's speaks.</summary>
    private static ImmutableArray<Diagnostic> WithoutDoubles(ImmutableArray<Diagnostic> diagnostics)
    {
        var clients = diagnostics.Where(diagnostic => diagnostic.Id.StartsWith("SER", StringComparison.Ordinal))
            .Select(diagnostic => (diagnostic.Id, Line: LineOf(diagnostic))).ToHashSet();
        return clients.Count == 0 ? diagnostics : [.. diagnostics.Where(diagnostic =>
            !Array.Exists(sameFault, pair => pair.Ours == diagnostic.Id && clients.Contains((pair.Clients, LineOf(diagnostic)))))];
    }

    private static (string Path, int Line) LineOf(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        return (span.Path, span.StartLinePosition.Line);
    }
}
