using System.Globalization;
using System.Text;

namespace RedisCto.Inspection;

/// <summary>Makes names that a server handed out (keys, clients, users, versions) safe to print: escaped and cut.</summary>
internal static class UntrustedText
{
    private const int DefaultLength = 64;

    /// <summary>
    /// Escapes what steers a terminal, hides, or reorders text (control, bidirectional, zero-width, unassigned) and what ends a
    /// quotation (backtick, backslash), then cuts to <paramref name="maxLength"/> characters.
    /// </summary>
    public static string Show(string text, int maxLength = DefaultLength)
    {
        var shown = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = IsPlain(rune) ? rune.ToString() : Escape(rune);
            if (shown.Length + piece.Length > maxLength)
                return shown.Append('…').ToString();
            shown.Append(piece);
        }

        return shown.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value is not ('`' or '\\' or 0xFFFD) &&
        (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
            UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
            UnicodeCategory.SpaceSeparator));

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"),
    };
}
