using RedisCto.Core;

namespace RedisCto.Knowledge;

/// <summary>What a page is about; also the folder it lies in, in the plural.</summary>
public enum KnowledgeKind
{
    /// <summary>A fault in code that the analyzers report.</summary>
    Rule,
    /// <summary>A fault of a running server that the inspection reports.</summary>
    Check,
    /// <summary>A piece of code that can be generated.</summary>
    Pattern,
    /// <summary>A topic: what holds, why, and since when.</summary>
    Note,
}

/// <summary>One page of what we say about Redis: the claim first, then why, then what changes between versions.</summary>
public sealed record KnowledgeEntry
{
    /// <summary>Folder and file name, for example <c>rules/RCTO1201</c>. Never reused.</summary>
    public required string Id { get; init; }

    public required KnowledgeKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>The claim: the page's first paragraph as one line of plain text, at most 300 characters.</summary>
    public required string Summary { get; init; }

    /// <summary>The servers for which the page holds.</summary>
    public required VersionRange AppliesTo { get; init; }

    /// <summary>The servers of the test matrix on which its transcripts were replayed; written by the test run.</summary>
    public IReadOnlyList<string> VerifiedOn { get; init; } = [];

    /// <summary>What shows that it is true: test classes, or "transcript".</summary>
    public IReadOnlyList<string> Proof { get; init; } = [];

    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Words that people use for this topic and that the page does not.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The page as Markdown, without its front matter.</summary>
    public required string Text { get; init; }

    /// <summary>The page cut at its headings. What stands before the first one has the page's title as heading.</summary>
    public IReadOnlyList<KnowledgeSection> Sections => field ??= Markdown.Sections(Title, Text);

    /// <summary>The fenced blocks in order.</summary>
    public IReadOnlyList<FencedBlock> Blocks => field ??= Markdown.Blocks(Text);
}

/// <summary>A heading and the Markdown under it.</summary>
public sealed record KnowledgeSection(string Heading, string Text);

/// <summary>A fenced block: <c>csharp</c> <c>bad RCTO1201</c>, or <c>redis</c> with the range of servers it speaks of.</summary>
/// <param name="Language">The first word after the fence, "" where there is none.</param>
/// <param name="Arguments">What follows the language, "" where nothing does.</param>
/// <param name="Text">The lines between the fences.</param>
/// <param name="Line">The line of the opening fence, 1 being the first line of the page's text.</param>
public sealed record FencedBlock(string Language, string Arguments, string Text, int Line)
{
    private const string Cluster = "cluster";

    /// <summary>True for a <c>redis cluster</c> block: a transcript that needs a server in cluster mode.</summary>
    public bool NeedsCluster => Language == "redis" && Arguments.Split(' ')[0] == Cluster;

    /// <summary>The servers that a <c>redis</c> block speaks of, where it names them; null means those of its page.</summary>
    /// <exception cref="FormatException">What follows the language is not a range.</exception>
    public VersionRange? Range
    {
        get
        {
            var range = NeedsCluster ? Arguments[Cluster.Length..].Trim() : Arguments;
            return Language == "redis" && range.Length > 0 ? VersionRange.Parse(range) : null;
        }
    }
}

/// <summary>A passage that answers a question.</summary>
/// <param name="Entry">The page it stands on.</param>
/// <param name="Heading">The heading it stands under.</param>
/// <param name="Passage">Markdown, at most 1,500 characters.</param>
/// <param name="Score">Higher is better; comparable within one search only.</param>
/// <param name="VersionNote">"", or what differs for the server that was asked about.</param>
public sealed record KnowledgeHit(KnowledgeEntry Entry, string Heading, string Passage, double Score, string VersionNote);
