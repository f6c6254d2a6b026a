using System.Runtime.InteropServices;

namespace RedisCto.Knowledge.Search;

/// <summary>Ranks pages by BM25 over title, keywords, headings and text, then picks the passage of each page that answers best.</summary>
internal sealed class PageIndex
{
    private const int PassageLimit = 1500;
    private const double Saturation = 3;
    private const double LengthPenalty = 0.25;
    // A synonym is a guess at what was meant.
    private const double SynonymWeight = 0.7;
    // Below this share of the question's weight a page only happens to hold a word of it.
    private const double LeastCoverage = 0.35;
    // What is so far behind the best answer is noise that a model would have to read.
    private const double LeastOfBest = 0.3;
    // A word that we never use says less about the question than one that we use rarely: people add many.
    private const double UnknownWord = 0.4;

    private readonly Thesaurus thesaurus = new();
    private readonly List<Page> pages;
    private readonly Dictionary<string, int> pagesWith = new(StringComparer.Ordinal);
    private readonly double meanLength;

    private sealed record Page(KnowledgeEntry Entry, WordBag Words);

    public PageIndex(IReadOnlyList<KnowledgeEntry> entries)
    {
        pages = [.. entries.Select(entry => new Page(entry, WordsOf(entry)))];
        foreach (var stem in pages.SelectMany(page => page.Words.Stems))
            CollectionsMarshal.GetValueRefOrAddDefault(pagesWith, stem, out _)++;
        meanLength = pages.Count == 0 ? 1 : pages.Average(page => page.Words.Length);
    }

    public IReadOnlyList<FoundPassage> Find(string query, int limit)
    {
        var words = thesaurus.Read(query);
        if (words.Count == 0)
            return [];

        var most = words.Sum(word => Rarity(Known(word)));
        var least = words.Count < 4 ? 1 : 2;
        var found = pages
            .Select(page => (page.Entry, Held: words.FindAll(word => Holds(page.Words, word)), Score: Score(page.Words, meanLength, words)))
            .Select(page => (page.Entry, page.Held, Covered: page.Held.Sum(word => Rarity(Known(word))) / most, page.Score))
            .Where(page => page.Held.Count >= least && page.Covered >= LeastCoverage)
            .Select(page => (page.Entry, Score: page.Score * page.Covered * Worth(page.Entry.Kind)))
            .OrderByDescending(page => IsNameOf(page.Entry, query))
            .ThenByDescending(page => page.Score)
            .ThenBy(page => page.Entry.Id, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
        var best = found.Select(page => page.Score).DefaultIfEmpty().Max();
        return [.. found
            .Where(page => page.Score >= best * LeastOfBest)
            .Select(page => new FoundPassage(page.Entry, BestPassage(page.Entry, words), page.Score))];
    }

    private static bool IsNameOf(KnowledgeEntry entry, string query) => NameOf(entry).Equals(query.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string NameOf(KnowledgeEntry entry) => entry.Id[(entry.Id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static WordBag WordsOf(KnowledgeEntry entry)
    {
        var words = new WordBag()
            .Add(NameOf(entry), 5)
            .Add(entry.Title, 5)
            .Add(string.Join(" . ", entry.Keywords), 4)
            .Add(entry.Summary, 2);
        foreach (var section in entry.Sections)
            words.Add(section.Heading, section.Heading == entry.Title ? 0 : 2).Add(section.Text, 1);
        return words;
    }

    private KnowledgeSection BestPassage(KnowledgeEntry entry, List<QueryWord> words) =>
        entry.Sections
            .SelectMany(section => Markdown.Pieces(section.Text, PassageLimit).Select(piece => new KnowledgeSection(section.Heading, piece)))
            .Index()
            .MaxBy(passage => (Score(new WordBag().Add(passage.Item.Heading, 2).Add(passage.Item.Text, 1), PassageLimit / 10d, words) + 1)
                * Worth(passage.Index, passage.Item.Heading, words))
            .Item;

    // Who asks in plain words wants a way to do it before a fault to avoid.
    private static double Worth(KnowledgeKind kind) => kind switch
    {
        KnowledgeKind.Pattern => 1.15,
        KnowledgeKind.Note => 1.05,
        _ => 1,
    };

    // The claim comes first on every page; code that is wrong on purpose and ways round a rule answer only who asks for them.
    private static double Worth(int index, string heading, List<QueryWord> words) => heading switch
    {
        _ when index == 0 => 1.25,
        "Noncompliant" => 0.1,
        "How to suppress" => words.Exists(word => word.Stem == "suppress") ? 1.25 : 0.1,
        _ => 1,
    };

    private double Score(WordBag bag, double mean, List<QueryWord> words) => words.Sum(word =>
        Math.Max(Score(bag, mean, word.Stem), word.Means.Count == 0 ? 0 : word.Means.Max(other => Score(bag, mean, other)) * SynonymWeight));

    private double Score(WordBag bag, double mean, string stem)
    {
        var count = bag[stem];
        return count == 0 ? 0
            : Rarity(stem) * count * (Saturation + 1) / (count + (Saturation * (1 - LengthPenalty + (LengthPenalty * bag.Length / mean))));
    }

    private static bool Holds(WordBag bag, QueryWord word) => bag[word.Stem] > 0 || word.Means.Any(other => bag[other] > 0);

    // A word that no page knows weighs as what it means, if that is known.
    private string Known(QueryWord word) =>
        pagesWith.ContainsKey(word.Stem) ? word.Stem : word.Means.FirstOrDefault(pagesWith.ContainsKey) ?? word.Stem;

    private double Rarity(string stem)
    {
        var having = pagesWith.GetValueOrDefault(stem);
        return Math.Log(1 + ((pages.Count - having + 0.5) / (having + 0.5))) * (having == 0 ? UnknownWord : 1);
    }
}

/// <summary>A page that answers, and the passage to show of it.</summary>
internal sealed record FoundPassage(KnowledgeEntry Entry, KnowledgeSection Passage, double Score);
