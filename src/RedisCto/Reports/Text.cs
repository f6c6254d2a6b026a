using System.Globalization;
using System.Text;

namespace RedisCto.Reports;

/// <summary>Small words for reports.</summary>
internal static class Text
{
    public static string Count(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    /// <summary>Puts every line of a text at the given depth.</summary>
    public static string Indent(string text, string by) =>
        by + text.TrimEnd().ReplaceLineEndings("\n").Replace("\n", "\n" + by, StringComparison.Ordinal);

    /// <summary>
    /// Text that came from a server or a file, safe to show: control, direction and zero-width characters are written as \u{...}, and
    /// what is longer than <paramref name="maxLength"/> is cut and says so.
    /// </summary>
    public static string Plain(string text, int maxLength)
    {
        StringBuilder plain = new();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= maxLength)
                return plain.Append("... (cut)").ToString();
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned)
                plain.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            else
                plain.Append(rune.ToString());
        }

        return plain.ToString();
    }
}
