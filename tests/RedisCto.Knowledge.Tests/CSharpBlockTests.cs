using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisCto.Review;

namespace RedisCto.Knowledge.Tests;

/// <summary>Compiles the C# of the pages, and reviews it as a user's paste: what is marked bad is reported with its rule, what is marked good is not.</summary>
public sealed class CSharpBlockTests
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks; global using StackExchange.Redis;";

    private static readonly CodeReviewer Reviewer = new();

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. new[] { "net", "redis-newest" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "refs", folder), "*.dll"))
            .Select(file => MetadataReference.CreateFromFile(file))]);

    public static TheoryData<string, int> Blocks { get; } = BlocksOf(_ => true);

    /// <summary>The blocks of rules, checks and patterns may be pieces, which the reviewer completes; those of notes are whole.</summary>
    public static TheoryData<string, int> WholeBlocks { get; } = BlocksOf(page => page.Kind == KnowledgeKind.Note);

    [Theory, MemberData(nameof(Blocks))]
    public async Task Block_IsJudgedAsItsPageSays(string id, int line)
    {
        var block = Block(id, line);

        var report = await Reviewer.ReviewAsync(new ReviewRequest { Code = block.Text }, TestContext.Current.CancellationToken);

        Assert.Empty(report.NotRead);
        Assert.Equal(1, report.FilesReviewed);
        var found = report.Findings.Select(finding => finding.Id).Distinct().ToList();
        if (block.Arguments == "good")
            Assert.Empty(found);
        else
            Assert.Contains(block.Arguments["bad ".Length..], found);
    }

    [Theory, MemberData(nameof(WholeBlocks))]
    public void BlockOfANote_CompilesAgainstTheNewestClient(string id, int line)
    {
        var code = Block(id, line).Text;

        Assert.True(Errors(code) is [] || Errors($"public static class Page {{ {code} }}") is [], string.Join('\n', Errors($"public static class Page {{ {code} }}")));
    }

    [Theory]
    [InlineData("public static class C { public static void M(IDatabase db) => db.StringFrob(\"k\"); }")]
    [InlineData("public static class C { public static void M(IDatabase db) => Missing(); }")]
    public void BlockThatNamesWhatIsNotThere_DoesNotCompile(string code) => Assert.NotEmpty(Errors(code));

    private static List<string> Errors(string code) =>
        [.. CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())];

    private static FencedBlock Block(string id, int line) => KnowledgeBase.Load().Find(id)!.Blocks.Single(block => block.Line == line);

    private static TheoryData<string, int> BlocksOf(Func<KnowledgeEntry, bool> wanted)
    {
        var data = new TheoryData<string, int>();
        foreach (var page in KnowledgeBase.Load().Entries.Where(wanted))
        {
            foreach (var block in page.Blocks.Where(block => block.Language == "csharp"))
                data.Add(page.Id, block.Line);
        }

        return data;
    }
}
