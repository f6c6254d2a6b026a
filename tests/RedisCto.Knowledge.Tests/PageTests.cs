using System.Text.RegularExpressions;
using Markdig.Syntax;
using RedisCto.Testing;
using YamlDotNet.Serialization;

namespace RedisCto.Knowledge.Tests;

/// <summary>What every page of knowledge/ must be, whoever wrote it.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Ids { get; } = [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "knowledge"), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(SourceTree.Root, "knowledge"), file).Replace('\\', '/')[..^".md".Length])
        .Where(id => id.Contains('/', StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Ids))]
    public void File_IsAPageOfTheBuild(string id) => Assert.Equal(Normalised(Read(id)), Normalised(KnowledgeBase.Load().Find(id)));

    [Theory, MemberData(nameof(Ids))]
    public void Summary_IsAClaimOfAtMost300Characters(string id)
    {
        var page = Read(id);

        Assert.InRange(page.Summary.Length, 20, 300);
        Assert.DoesNotContain("\n", page.Summary, StringComparison.Ordinal);
        Assert.False(page.Text.TrimStart().StartsWith("```", StringComparison.Ordinal), "the claim comes first");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Title_IsShort(string id) => Assert.InRange(Read(id).Title.Length, 8, 100);

    [Theory, MemberData(nameof(Ids))]
    public void Proof_ExistsWhereThePageSays(string id)
    {
        var page = Read(id);

        Assert.NotEmpty(page.Proof);
        foreach (var proof in page.Proof)
        {
            var exists = proof switch
            {
                "transcript" => page.Blocks.Any(block => block.Language == "redis"),
                _ => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), $"{proof.Split('.')[^1]}.cs", SearchOption.AllDirectories).Any(),
            };
            Assert.True(exists, $"{id} names the proof '{proof}', which is not there");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Blocks_AreOfAKnownKindAndClosed(string id)
    {
        var page = Read(id);

        Assert.Equal(0, page.Text.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2);
        foreach (var block in page.Blocks)
        {
            Assert.True(block.Language.Length > 0, $"{id}, line {block.Line}: name the language of the block");
            _ = block.Range;
            if (block.Language == "csharp")
                Assert.Matches("^(good|bad (RCTO|SER)[0-9]+)$", block.Arguments);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void InternalLinks_LeadToAPage(string id)
    {
        foreach (var target in Links().Matches(Read(id).Text).Select(link => link.Groups["target"].Value.Split('#')[0]))
        {
            if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal))
                continue;
            var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(SourceTree.PageFile(id))!, target));
            Assert.True(File.Exists(file), $"{id} links to {target}, which is not there");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_HoldsNothingOfTheMachineItWasWrittenOn(string id) =>
        Assert.DoesNotMatch(@"(?<![\w.])/(work|tmp|root|home|Users)/|file://", File.ReadAllText(SourceTree.PageFile(id)));

    [Theory, MemberData(nameof(Ids))]
    public void VerifiedOn_NamesServersOfTheMatrix(string id) => Assert.Empty(Read(id).VerifiedOn.Except(RedisServers.FixedNames));

    [Theory, MemberData(nameof(Ids))]
    public void Head_ReadsTheSameInAYamlLibrary(string id)
    {
        var page = Read(id);
        var head = File.ReadAllText(SourceTree.PageFile(id)).Split("---\n")[1];
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(head);

        Assert.Equal(page.Id, yaml["id"]);
        Assert.Equal(page.Title, yaml["title"]);
        Assert.Equal(page.AppliesTo.Text, yaml["applies-to"]);
        Assert.Equal(page.VerifiedOn, List("verified-on"));
        Assert.Equal(page.Proof, List("proof"));
        Assert.Equal(page.Sources, List("sources"));
        Assert.Equal(page.Keywords, List("keywords"));

        IEnumerable<string> List(string key) => yaml.TryGetValue(key, out var list) ? ((List<object>)list).ConvertAll(item => $"{item}") : [];
    }

    [Theory, MemberData(nameof(Ids))]
    public void HeadingsAndBlocks_AreThoseThatAMarkdownLibrarySees(string id)
    {
        var page = Read(id);
        var document = Markdig.Markdown.Parse(page.Text);

        Assert.Equal(
            document.OfType<HeadingBlock>().Select(heading => page.Text.Substring(heading.Span.Start, heading.Span.Length).TrimStart('#').Trim()).Where(heading => heading != page.Title),
            page.Sections.Select(section => section.Heading).Where(heading => heading != page.Title));
        Assert.Equal(
            document.OfType<FencedCodeBlock>().Select(block => (block.Info, block.Line + 1)),
            page.Blocks.Select(block => ((string?)block.Language, block.Line)));
    }

    private static KnowledgeEntry Read(string id) => KnowledgeBase.ReadPage(id, File.ReadAllText(SourceTree.PageFile(id)));

    private static string Normalised(KnowledgeEntry? page) => page is null ? "" : $"{page.Id} {page.Title} {string.Join(',', page.VerifiedOn)}\n{page.Text}";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
