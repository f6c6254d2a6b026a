using System.Runtime.InteropServices;

namespace RedisCto.Knowledge.Search;

/// <summary>How often each stem stands in a text, a title counting for more than a sentence.</summary>
internal sealed class WordBag
{
    private readonly Dictionary<string, double> counts = new(StringComparer.Ordinal);

    public double Length { get; private set; }

    public IEnumerable<string> Stems => counts.Keys;

    public double this[string stem] => counts.GetValueOrDefault(stem);

    public WordBag Add(string text, double weight)
    {
        foreach (var stem in Words.Stems(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, stem, out _) += weight;
            Length += weight;
        }

        return this;
    }
}
