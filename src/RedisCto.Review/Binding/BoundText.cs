using System.Text;
using System.Text.RegularExpressions;

namespace RedisCto.Review.Binding;

/// <summary>The user's text as the compiler gets it, and the way back from the compiler's offsets to the user's.</summary>
internal sealed partial class BoundText
{
    // Start is the offset in the bound text, At the one in the user's.
    private readonly List<(int Start, int At, string Text)> pieces = [];

    /// <param name="user">The text as it was given.</param>
    /// <param name="readable">The same length, with what is not C# (fences, prose, elisions) turned into blanks.</param>
    /// <param name="insertions">What it lacks.</param>
    public BoundText(string user, string readable, IReadOnlyList<Insertion> insertions)
    {
        (User, Readable, Insertions) = (user, readable, insertions);
        Text = Build();
    }

    public string User { get; }

    public string Readable { get; }

    public IReadOnlyList<Insertion> Insertions { get; }

    /// <summary>What is compiled.</summary>
    public string Text { get; }

    public BoundText With(IEnumerable<Insertion> more) => new(User, Readable, [.. Insertions, .. more]);

    /// <summary>The offset in the user's text; an offset within an insertion is where the insertion stands.</summary>
    public int ToUser(int position)
    {
        var (low, high) = (0, pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pieces[middle].Start <= position)
                low = middle + 1;
            else
                high = middle;
        }

        if (low == 0)
            return Math.Min(position, User.Length);
        var (start, at, text) = pieces[low - 1];
        return Math.Clamp(at + Math.Max(0, position - start - text.Length), 0, User.Length);
    }

    /// <summary>
    /// What a rewritten text is without the insertions, in the terms of <see cref="Readable"/>; null where a fix has touched an
    /// insertion and what it did there cannot be told to the user.
    /// </summary>
    public string? WithoutInsertions(string rewritten)
    {
        var known = pieces.Select(piece => Bare(piece.Text)).ToHashSet(StringComparer.Ordinal);
        var intact = true;
        var text = Blocks().Replace(rewritten, match =>
        {
            intact &= known.Contains(Bare(match.Value));
            return "";
        });
        intact &= Receivers().Count(text) == ReceiverEnds().Count(text) && Casts().Count(text) == CastEnds().Count(text);
        text = ReceiverEnds().Replace(Receivers().Replace(text, ""), "");
        text = CastEnds().Replace(Casts().Replace(text, ""), "");
        return intact && !text.Contains("/*§", StringComparison.Ordinal) ? text : null;
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private string Build()
    {
        if (Insertions.Count == 0)
            return Readable;

        // At one offset: what ends there first, innermost first; then what begins there, outermost first.
        var marks = Insertions.Where(i => i.Close.Length > 0).Select(i => (At: i.End, Opens: false, Order: i.Length, Text: i.Close))
            .Concat(Insertions.Select(i => (At: i.Start, Opens: true, Order: -i.Length, Text: i.Open)))
            .OrderBy(mark => mark.At).ThenBy(mark => mark.Opens).ThenBy(mark => mark.Order);
        var result = new StringBuilder(Readable.Length + (Insertions.Count * 64));
        var copied = 0;
        foreach (var mark in marks)
        {
            result.Append(Readable, copied, mark.At - copied);
            pieces.Add((result.Length, mark.At, mark.Text));
            result.Append(mark.Text);
            copied = mark.At;
        }

        return result.Append(Readable, copied, Readable.Length - copied).ToString();
    }

    [GeneratedRegex(@"/\*§\{\*/internal class[^§]*/\*§\}\*/\n?|\n?/\*§\{\*/\s*\}\s*/\*§\}\*/|/\*§\{\*/[^§]*/\*§\}\*/", RegexOptions.None, 2000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\(\([^()§]*/\*§\[\*/\)\s*\(/\*§\[\*/", RegexOptions.None, 2000)]
    private static partial Regex Receivers();

    [GeneratedRegex(@"/\*§\]\*/\)\s*/\*§\]\*/\)", RegexOptions.None, 2000)]
    private static partial Regex ReceiverEnds();

    [GeneratedRegex(@"\([^()§]*/\*§\(\*/\)\s*\(/\*§\(\*/", RegexOptions.None, 2000)]
    private static partial Regex Casts();

    [GeneratedRegex(@"/\*§\)\*/\)", RegexOptions.None, 2000)]
    private static partial Regex CastEnds();
}
