namespace RedisCto.Reports;

/// <summary>The line of code that a finding points at, with a caret under its column.</summary>
internal static class SourceLine
{
    /// <returns>Null where the file has no such line (any more).</returns>
    public static string? At(string file, int line, int column) =>
        File.Exists(file) ? Of(File.ReadLines(file).ElementAtOrDefault(line - 1), column) : null;

    /// <param name="text">The line.</param>
    /// <param name="column">1-based.</param>
    public static string? Of(string? text, int column)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var start = text.Length - text.TrimStart().Length;
        var shown = text.Trim();
        var before = Math.Clamp(column - 1 - start, 0, shown.Length);
        return $"{Text.Plain(shown.Replace('\t', ' '), 200)}\n{new string(' ', before)}^";
    }
}
