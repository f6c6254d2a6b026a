namespace DocsGenerator;

/// <summary>One file as it has to be; the path is relative to the repository's root.</summary>
internal sealed record Document(string Path, string Content)
{
    /// <summary>Puts each section's text between its markers in an existing file; what people wrote around them stays.</summary>
    /// <exception cref="InvalidOperationException">The file lacks a marker.</exception>
    public static Document WithSections(string root, string path, IReadOnlyDictionary<string, string> sections)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(root, path)).ReplaceLineEndings("\n");
        foreach (var (name, content) in sections)
        {
            var open = $"<!-- generated: {name} -->\n";
            var close = $"<!-- /generated: {name} -->";
            var start = text.IndexOf(open, StringComparison.Ordinal);
            var end = text.IndexOf(close, StringComparison.Ordinal);
            if (start < 0 || end < start)
                throw new InvalidOperationException($"{path} lacks the markers of the section '{name}'.");
            text = $"{text[..(start + open.Length)]}\n{content.Trim('\n')}\n\n{text[end..]}";
        }

        return new Document(path, text);
    }
}
