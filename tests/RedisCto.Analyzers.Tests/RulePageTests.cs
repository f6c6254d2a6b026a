using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Knowledge;

namespace RedisCto.Analyzers.Tests;

/// <summary>The page of a rule is its first test: its bad code is reported, its good code is not; ours and the client's own rules alike.</summary>
public sealed class RulePageTests
{
    private static readonly string[] Headings =
        ["Why it hurts", "Noncompliant", "Compliant", "What the fix changes", "When it stays quiet", "Versions", "How to suppress"];

    private static readonly Lazy<IReadOnlyDictionary<string, DiagnosticAnalyzer>> Analyzers = new(() =>
        Instances(typeof(RedisAnalyzer).Assembly)
            .Concat(Instances(Assembly.LoadFrom(Path.Combine(ClientReferences.Path("NewestClient"), "analyzers", "dotnet", "cs", "StackExchange.Redis.Build.dll"))))
            .SelectMany(analyzer => analyzer.SupportedDiagnostics.Select(rule => (rule.Id, Analyzer: analyzer)))
            .Where(rule => rule.Id.StartsWith("RCTO", StringComparison.Ordinal) || rule.Id.StartsWith("SER30", StringComparison.Ordinal))
            .ToDictionary(rule => rule.Id, rule => rule.Analyzer, StringComparer.Ordinal));

    public static TheoryData<string> Rules => [.. Analyzers.Value.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void ClientPackage_BringsItsNineRules() =>
        Assert.Equal(Enumerable.Range(300, 9).Select(number => $"SER{number}"), Rules.Select(row => row.Data).Where(id => id.StartsWith("SER", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(Rules))]
    public void Page_HasTheHeadingsOfARulePage(string id) =>
        Assert.Equal(Headings, Page(id).Sections.Select(section => section.Heading).Where(heading => Headings.Contains(heading, StringComparer.Ordinal)));

    [Theory, MemberData(nameof(Rules))]
    public async Task NoncompliantCode_IsReported(string id)
    {
        var blocks = Page(id).Blocks.Where(block => block.Arguments == $"bad {id}").ToList();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
            Assert.NotEmpty(await new RuleVerifier(id, Analyzers.Value[id]).FindLinesAsync(Whole(block.Text)));
    }

    [Theory, MemberData(nameof(Rules))]
    public async Task CompliantCode_IsSilent(string id)
    {
        var blocks = Page(id).Blocks.Where(block => block.Arguments == "good").ToList();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            foreach (var (rule, analyzer) in Analyzers.Value)
                Assert.Empty(await new RuleVerifier(rule, analyzer).FindLinesAsync(Whole(block.Text)));
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void OwnRule_LinksToItsPage(string id)
    {
        if (Analyzers.Value[id] is RedisAnalyzer analyzer)
            Assert.EndsWith($"/knowledge/rules/{id}.md", analyzer.Rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(ClientReferences.Path("KnowledgeFolder"), "rules", id + ".md")), $"{id} has no page");
    }

    private static KnowledgeEntry Page(string id) =>
        KnowledgeBase.Load().Find($"rules/{id}") ?? throw new InvalidOperationException($"knowledge/rules/{id}.md is not there");

    /// <summary>Blocks are whole types, or members of some class.</summary>
    private static string Whole(string block) => block.StartsWith("public class", StringComparison.Ordinal)
        ? $"using StackExchange.Redis;\n{block}"
        : $"using StackExchange.Redis;\npublic static class Page\n{{\n{block}\n}}";

    private static IEnumerable<DiagnosticAnalyzer> Instances(Assembly assembly) => assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
}
