using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using RedisCto.Review.Binding;
using RedisCto.Review.Engine;
using RedisCto.Review.Patches;

namespace RedisCto.Review.Fixes;

/// <summary>
/// Makes the diffs that go with findings. Each is proved before it is shown: the changed text compiles as well as before, the
/// finding is gone, and no other has come.
/// </summary>
internal sealed class FixRun : IDisposable
{
    private const int MostSingleFixes = 50;
    private const int MostCombinedFixes = 200;

    private readonly FixBudget budget = new(TimeProvider.System);

    private readonly RuleCatalog catalog;
    private readonly RuleRun rules;
    private readonly AdhocWorkspace workspace = new();
    private readonly Solution original;
    private readonly Dictionary<string, DocumentId> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<DocumentId, BoundFile> files = [];

    public FixRun(RuleCatalog catalog, RuleRun rules, BoundSources bound)
    {
        (this.catalog, this.rules) = (catalog, rules);
        var project = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, "Review", "Review", LanguageNames.CSharp,
            compilationOptions: bound.Compilation.Options, parseOptions: Shape.ParseOptions, metadataReferences: bound.Compilation.References));
        foreach (var file in bound.Files)
        {
            var id = DocumentId.CreateNewId(project);
            solution = solution.AddDocument(id, file.Source.Name, SourceText.From(file.Text.Text), filePath: file.Source.Name);
            documents[file.Source.Name] = id;
            files[id] = file;
        }

        original = solution.AddDocument(DocumentId.CreateNewId(project), Surroundings.FileName, SourceText.From(bound.Surroundings.ToString()), filePath: Surroundings.FileName);
    }

    /// <summary>True where there was no time left to prove every fix.</summary>
    public bool Unfinished { get; private set; }

    /// <summary>The diff of each finding that has a provable fix.</summary>
    public async Task<IReadOnlyDictionary<Diagnostic, string>> SingleAsync(IReadOnlyList<Diagnostic> diagnostics, CancellationToken ct)
    {
        var fixes = new Dictionary<Diagnostic, string>();
        var fixable = diagnostics.Where(diagnostic => catalog.FixFor(diagnostic.Id) is not null).ToList();
        Unfinished |= fixable.Count > MostSingleFixes;
        foreach (var diagnostic in fixable.Take(MostSingleFixes))
        {
            var id = documents[diagnostic.Location.SourceTree!.FilePath];
            if (!MayProve(id))
                break;
            var before = diagnostics.Where(other => other.Location.SourceTree == diagnostic.Location.SourceTree).ToList();
            if (await ProveAsync(original, id, diagnostic, before, ct) is { } proved)
                fixes[diagnostic] = PatchOf(id, proved.UserText);
        }

        return fixes;
    }

    /// <summary>Every safe fix on top of the other, until none is left: one diff over all files.</summary>
    public async Task<string> CombinedAsync(IReadOnlyList<Diagnostic> diagnostics, CancellationToken ct)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var solution = original;
        foreach (var (path, id) in documents)
        {
            var pending = diagnostics.Where(diagnostic => diagnostic.Location.SourceTree!.FilePath == path).ToList();
            if (pending.Count > 0)
                solution = await FixAllAsync(solution, id, pending, results, ct);
        }

        return string.Concat(results.Values);
    }

    private async Task<Solution> FixAllAsync(
        Solution solution, DocumentId id, List<Diagnostic> pending, SortedDictionary<string, string> results, CancellationToken ct)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (var done = 0; done < MostCombinedFixes;)
        {
            ct.ThrowIfCancellationRequested();
            if (pending.Find(diagnostic => catalog.FixFor(diagnostic.Id) is not null && !refused.Contains(KeyOf(diagnostic))) is not { } next)
                return solution;
            if (!MayProve(id))
                return solution;
            if (await ProveAsync(solution, id, next, pending, ct) is not { } proved)
            {
                refused.Add(KeyOf(next));
                continue;
            }

            (solution, pending) = (proved.Solution, proved.Findings);
            results[files[id].Source.Name] = PatchOf(id, proved.UserText);
            done++;
        }

        Unfinished = true;
        return solution;
    }

    public void Dispose() => workspace.Dispose();

    private bool MayProve(DocumentId id)
    {
        var may = budget.Spend(files[id].Text.Text.Length);
        Unfinished |= !may;
        return may;
    }

    private string PatchOf(DocumentId id, string userText) => PatchWriter.Write(files[id].Source.Name, files[id].Text.User, userText);

    private async Task<Proof?> ProveAsync(Solution solution, DocumentId id, Diagnostic diagnostic, List<Diagnostic> before, CancellationToken ct)
    {
        if (solution.GetDocument(id) is not { } document || await ChangeAsync(document, diagnostic, ct) is not { } changed)
            return null;
        var text = (await changed.GetDocument(id)!.GetTextAsync(ct)).ToString();
        if (UserEdit.Apply(files[id].Text, text) is not { } userText)
            return null;
        if (!await CompilesAsWellAsync(document, changed.GetDocument(id)!, ct))
            return null;

        var failures = new ConcurrentBag<UnreadPart>();
        var compilation = (await changed.GetDocument(id)!.Project.GetCompilationAsync(ct))!;
        var tree = (await changed.GetDocument(id)!.GetSyntaxTreeAsync(ct))!;
        var after = (await rules.DiagnoseAsync(compilation, [tree], failures, ct)).ToList();
        return failures.IsEmpty && IsBetter(diagnostic.Id, before, after) ? new Proof(changed, userText, after) : null;
    }

    private async Task<Solution?> ChangeAsync(Document document, Diagnostic diagnostic, CancellationToken ct)
    {
        var actions = new List<CodeAction>();
        var context = new CodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => actions.Add(action), ct);
        await catalog.FixFor(diagnostic.Id)!.RegisterCodeFixesAsync(context);
        if (actions.Count == 0)
            return null;
        var operations = await actions[0].GetOperationsAsync(ct);
        return operations.OfType<ApplyChangesOperation>().FirstOrDefault()?.ChangedSolution;
    }

    private static async Task<bool> CompilesAsWellAsync(Document before, Document after, CancellationToken ct)
    {
        var old = await ErrorsAsync(before, ct);
        return (await ErrorsAsync(after, ct)).All(error => old.TryGetValue(error.Key, out var count) && error.Value <= count);
    }

    private static async Task<Dictionary<string, int>> ErrorsAsync(Document document, CancellationToken ct) =>
        (await document.GetSemanticModelAsync(ct))!.GetDiagnostics(cancellationToken: ct)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .CountBy(diagnostic => diagnostic.Id + diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

    private static bool IsBetter(string id, List<Diagnostic> before, List<Diagnostic> after)
    {
        var old = before.CountBy(diagnostic => diagnostic.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var now = after.CountBy(diagnostic => diagnostic.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return now.GetValueOrDefault(id) < old.GetValueOrDefault(id) && now.All(pair => pair.Value <= old.GetValueOrDefault(pair.Key));
    }

    /// <summary>A finding is known again after other lines have changed by its rule and the code that it points at.</summary>
    private static string KeyOf(Diagnostic diagnostic) =>
        $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}";

    private sealed record Proof(Solution Solution, string UserText, List<Diagnostic> Findings);
}
