using System.Globalization;
using System.Text;

namespace RedisCto.Review.Patches;

/// <summary>Writes a change as a unified diff that <c>git apply</c> and <c>patch -p1</c> take.</summary>
internal static class PatchWriter
{
    private const int Context = 3;

    /// <summary>The diff of one file, or an empty text where nothing changed.</summary>
    public static string Write(string path, string before, string after)
    {
        var (old, fresh) = (LineDiff.LinesOf(before), LineDiff.LinesOf(after));
        var edits = LineDiff.Edits(old, fresh);
        if (edits.Count == 0)
            return "";

        var patch = new StringBuilder();
        patch.Append("--- ").Append(Quoted("a/" + path)).Append("\n+++ ").Append(Quoted("b/" + path)).Append('\n');
        for (var first = 0; first < edits.Count;)
        {
            var last = first;
            while (last + 1 < edits.Count && edits[last + 1].OldStart - (edits[last].OldStart + edits[last].OldCount) <= 2 * Context)
                last++;
            Hunk(patch, old, fresh, edits, first, last);
            first = last + 1;
        }

        return patch.ToString();
    }

    private static void Hunk(StringBuilder patch, string[] old, string[] fresh, IReadOnlyList<LineEdit> edits, int first, int last)
    {
        var start = Math.Max(0, edits[first].OldStart - Context);
        var end = Math.Min(old.Length, edits[last].OldStart + edits[last].OldCount + Context);
        var newStart = edits[first].NewStart - (edits[first].OldStart - start);
        var newEnd = edits[last].NewStart + edits[last].NewCount + (end - edits[last].OldStart - edits[last].OldCount);
        patch.Append(CultureInfo.InvariantCulture, $"@@ -{Range(start, end - start)} +{Range(newStart, newEnd - newStart)} @@\n");

        var line = start;
        for (var i = first; i <= last; i++)
        {
            var edit = edits[i];
            for (; line < edit.OldStart; line++)
                Line(patch, ' ', old[line]);
            for (; line < edit.OldStart + edit.OldCount; line++)
                Line(patch, '-', old[line]);
            for (var added = edit.NewStart; added < edit.NewStart + edit.NewCount; added++)
                Line(patch, '+', fresh[added]);
        }

        for (; line < end; line++)
            Line(patch, ' ', old[line]);
    }

    private static void Line(StringBuilder patch, char sign, string line)
    {
        patch.Append(sign).Append(line);
        if (!line.EndsWith('\n'))
            patch.Append("\n\\ No newline at end of file\n");
    }

    /// <summary>An empty range is named by the line before it, as the format wants.</summary>
    private static string Range(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private static string Quoted(string path)
    {
        if (path.AsSpan().ContainsAny('"', '\\') || path.Any(char.IsControl))
        {
            var escaped = path.Select(c => c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(c) => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'),
                _ => c.ToString(),
            });
            return $"\"{string.Concat(escaped)}\"";
        }

        // A tab ends the name for patch(1), which would stop at the first blank otherwise.
        return path.Contains(' ', StringComparison.Ordinal) ? path + "\t" : path;
    }
}
