using System.Reflection;
using RedisCto.Core;
using RedisCto.Knowledge.Search;

namespace RedisCto.Knowledge;

/// <summary>Every page we have, found by its id or by a question. Pages are read at the first use, the search index at the first search.</summary>
public sealed class KnowledgeBase
{
    private const string ResourcePrefix = "knowledge/";
    private const string UriScheme = "redis-cto://";

    private readonly Lazy<IReadOnlyList<KnowledgeEntry>> entries;
    private readonly Lazy<PageIndex> index;

    private KnowledgeBase(Func<IReadOnlyList<KnowledgeEntry>> read)
    {
        entries = new Lazy<IReadOnlyList<KnowledgeEntry>>(read);
        index = new Lazy<PageIndex>(() => new PageIndex(entries.Value));
    }

    /// <summary>Every page, by kind and then by id.</summary>
    /// <exception cref="KnowledgeFormatException">A page breaks the format of knowledge/README.md.</exception>
    public IReadOnlyList<KnowledgeEntry> Entries => entries.Value;

    /// <summary>The pages that this build carries.</summary>
    public static KnowledgeBase Load() => new(ReadEmbedded);

    /// <summary>The page of this id, or null. Takes "RCTO1201", "rules/RCTO1201" and "redis-cto://rules/RCTO1201" in any case.</summary>
    public KnowledgeEntry? Find(string id)
    {
        var path = PathOf(id);
        return Entries.FirstOrDefault(entry => entry.Id.Equals(path, StringComparison.OrdinalIgnoreCase))
            ?? Entries.FirstOrDefault(entry => NameOf(entry.Id).Equals(path, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The ids most like this one, best first: what to say when <see cref="Find"/> finds nothing.</summary>
    public IReadOnlyList<string> Nearest(string id, int count)
    {
        var name = NameOf(PathOf(id));
        return [.. Entries
            .OrderBy(entry => EditDistance.Between(name, NameOf(entry.Id)))
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(count)
            .Select(entry => entry.Id)];
    }

    /// <summary>The passages that answer a question best, one a page, best first; none where nothing fits.</summary>
    /// <param name="query">A question in plain words, a command, an id or an error text.</param>
    /// <param name="target">The caller's server; null takes the one that the question names, if it does.</param>
    /// <param name="limit">How many passages at most.</param>
    public IReadOnlyList<KnowledgeHit> Search(string query, ServerTarget? target, int limit)
    {
        ArgumentNullException.ThrowIfNull(query);
        var server = target ?? VersionNotes.TargetNamedIn(query);
        return [.. index.Value.Find(query, limit).Select(found => new KnowledgeHit(
            found.Entry, found.Passage.Heading, found.Passage.Text, found.Score, VersionNotes.For(found.Entry, found.Passage.Text, server)))];
    }

    internal static KnowledgeBase From(IReadOnlyList<KnowledgeEntry> pages) => new(() => pages);

    internal static KnowledgeEntry ReadPage(string id, string content)
    {
        var front = FrontMatter.Read(id, content);
        if (front.Text("id") != id)
            throw new KnowledgeFormatException($"{id}.md: its id is '{front.Text("id")}' but its place says '{id}'.");

        try
        {
            return new KnowledgeEntry
            {
                Id = id,
                Kind = KindOf(id),
                Title = front.Text("title"),
                Summary = Markdown.FirstParagraph(front.Body),
                AppliesTo = VersionRange.Parse(front.Text("applies-to")),
                VerifiedOn = front.List("verified-on"),
                Proof = front.List("proof"),
                Sources = front.List("sources"),
                Keywords = front.List("keywords"),
                Text = front.Body,
            };
        }
        catch (FormatException bad) when (bad is not KnowledgeFormatException)
        {
            throw new KnowledgeFormatException($"{id}.md: applies-to: {bad.Message}");
        }
    }

    private static List<KnowledgeEntry> ReadEmbedded()
    {
        var assembly = typeof(KnowledgeBase).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => ReadPage(name[ResourcePrefix.Length..^".md".Length], ReadResource(assembly, name)))
            .OrderBy(entry => entry.Kind)
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static KnowledgeKind KindOf(string id) => id.Split('/')[0] switch
    {
        "rules" => KnowledgeKind.Rule,
        "checks" => KnowledgeKind.Check,
        "patterns" => KnowledgeKind.Pattern,
        "notes" => KnowledgeKind.Note,
        var folder => throw new KnowledgeFormatException($"{id}.md: '{folder}' is none of rules, checks, patterns, notes."),
    };

    private static string PathOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var path = id.Trim();
        path = path.StartsWith(UriScheme, StringComparison.OrdinalIgnoreCase) ? path[UriScheme.Length..] : path;
        return path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
