using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RedisCto.Analyzers.Tests;

/// <summary>Runs one analyzer over source that must compile, against both client lines, and proves that its fix compiles and falls silent.</summary>
/// <remarks>Expected findings are marked in the source as <c>[|…|]</c>; a source without marks must be silent.</remarks>
internal sealed class RuleVerifier(string ruleId, DiagnosticAnalyzer analyzer, CodeFixProvider? fix = null)
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static RuleVerifier For<TAnalyzer, TFix>()
        where TAnalyzer : RedisAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var analyzer = new TAnalyzer();
        return new RuleVerifier(analyzer.Rule.Id, analyzer, new TFix());
    }

    /// <summary>Asserts that exactly the marked places are reported, under both client lines; without marks, that none is.</summary>
    public async Task VerifyAsync(string markedSource, params MetadataReference[] moreReferences)
    {
        var (source, expected) = Marks(markedSource);
        foreach (var references in (IReadOnlyList<MetadataReference>[])[ClientReferences.Newest, ClientReferences.Older])
        {
            var found = await FindAsync(Document(source, [.. references, .. moreReferences]));
            Assert.Equal(
                expected.Select(span => Describe(source, span)).Order(StringComparer.Ordinal),
                found.Select(diagnostic => Describe(source, diagnostic.Location.SourceSpan)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Asserts that the marked source is reported, that its fix compiles under both lines and is silent; gives the fixed text.</summary>
    public async Task<string> FixAsync(string markedSource)
    {
        await VerifyAsync(markedSource);
        var source = Marks(markedSource).Source;
        var older = await ApplyAsync(Document(source, ClientReferences.Older));
        var newest = await ApplyAsync(Document(source, ClientReferences.Newest));
        Assert.Equal(older, newest);
        return newest;
    }

    /// <summary>The lines that are reported under the newest client line.</summary>
    public async Task<IReadOnlyList<string>> FindLinesAsync(string source)
    {
        var found = await FindAsync(Document(source, ClientReferences.Newest));
        return [.. found.Select(diagnostic => Describe(source, diagnostic.Location.SourceSpan))];
    }

    /// <summary>Asserts that the marked source is reported, and that no fix is offered.</summary>
    public async Task VerifyWithoutFixAsync(string markedSource)
    {
        await VerifyAsync(markedSource);
        var document = Document(Marks(markedSource).Source, ClientReferences.Newest);
        foreach (var diagnostic in await FindAsync(document))
            Assert.Empty(await ActionsAsync(document, diagnostic));
    }

    private async Task<string> ApplyAsync(Document document)
    {
        var found = await FindAsync(document);
        Assert.NotEmpty(found);
        for (var round = 0; found.Count > 0; round++)
        {
            Assert.True(round < 10, "The fix does not come to an end.");
            var before = found.Count;
            var action = Assert.Single(await ActionsAsync(document, found[0]));
            Assert.Equal(ruleId, action.EquivalenceKey);
            var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
            var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            document = changed.GetDocument(document.Id)!;
            found = await FindAsync(document);
            Assert.True(found.Count < before, "The fix left its finding in place:\n" + await document.GetTextAsync());
        }
        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private async Task<IReadOnlyList<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await fix!.RegisterCodeFixesAsync(new CodeFixContext(
            document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private async Task<IReadOnlyList<Diagnostic>> FindAsync(Document document)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        var errors = compilation.GetDiagnostics(cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors) + "\n" + await document.GetTextAsync(cancellation));
        var found = await compilation
            .WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(cancellation);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return [.. found.Where(diagnostic => diagnostic.Id == ruleId).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static Document Document(string source, IReadOnlyList<MetadataReference> references)
    {
        var workspace = new AdhocWorkspace();
        var hasEntryPoint = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Members
            .Any(member => member is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax) || source.Contains(" Main(", StringComparison.Ordinal);
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Reviewed", "Reviewed", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(
                hasEntryPoint ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: references));
        project = project.AddDocument("GlobalUsings.cs", GlobalUsings).Project;
        return project.AddDocument("Reviewed.cs", SourceText.From(source));
    }

    private static string Describe(string source, TextSpan span)
    {
        var position = SourceText.From(source).Lines.GetLinePosition(span.Start);
        return $"line {position.Line + 1}: {source.Substring(span.Start, span.Length)}";
    }

    private static (string Source, ImmutableArray<TextSpan> Marks) Marks(string marked)
    {
        var marks = ImmutableArray.CreateBuilder<TextSpan>();
        var source = new System.Text.StringBuilder();
        var start = -1;
        for (var index = 0; index < marked.Length; index++)
        {
            if (string.CompareOrdinal(marked, index, "[|", 0, 2) == 0)
            {
                start = source.Length;
                index++;
            }
            else if (string.CompareOrdinal(marked, index, "|]", 0, 2) == 0)
            {
                marks.Add(TextSpan.FromBounds(start, source.Length));
                index++;
            }
            else
            {
                source.Append(marked[index]);
            }
        }
        return (source.ToString(), marks.ToImmutable());
    }
}
