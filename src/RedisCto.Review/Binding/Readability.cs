using System.Text;
using System.Text.RegularExpressions;

namespace RedisCto.Review.Binding;

/// <summary>Blanks out what people paste along with C#: Markdown fences with the prose around them, and "..." for what was left out.</summary>
/// <remarks>Every offset and line stays where it is.</remarks>
internal static partial class Readability
{
    /// <summary>Only the C# blocks of a Markdown text; the text itself where it has no fence.</summary>
    public static string OnlyFencedCode(string text)
    {
        if (!Fence().IsMatch(text))
            return text;

        var result = new StringBuilder(text.Length);
        var reading = false;
        var inFence = false;
        foreach (var line in LinesOf(text))
        {
            var fence = Fence().Match(line);
            if (fence.Success)
            {
                inFence = !inFence;
                reading = inFence && fence.Groups["language"].Value is "" or "c#" or "cs" or "csharp" or "C#" or "CSharp";
                reading &= inFence;
            }

            result.Append(reading && !fence.Success ? line : Blank(line));
        }

        return result.ToString();
    }

    public static string WithoutElisions(string text) => Elision().Replace(text, match => Blank(match.Value));

    /// <summary>As many blanks, with the line ends where they were.</summary>
    public static string Blank(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = source[i] is '\r' or '\n' ? source[i] : ' ';
    });

    private static IEnumerable<string> LinesOf(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }

    [GeneratedRegex(@"^[ \t]{0,3}(```+|~~~+)[ \t]*(?<language>[\w#+-]*)[^\r\n]*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Fence();

    // Three dots are never C#; they count where a statement or member could stand, so that strings keep theirs.
    [GeneratedRegex(@"(?<=[{};(,]|^)[ \t]*(\.\.\.|…)(?=[ \t]*([;}),]|\r?$))", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Elision();
}
