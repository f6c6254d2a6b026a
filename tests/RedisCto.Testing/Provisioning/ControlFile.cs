namespace RedisCto.Testing.Provisioning;

/// <summary>Reads Debian's control format: stanzas of "Field: value" lines, parted by empty lines, continued by indented ones.</summary>
internal static class ControlFile
{
    public static IEnumerable<IReadOnlyDictionary<string, string>> Parse(string text)
    {
        using var reader = new StringReader(text);
        foreach (var stanza in Parse(reader))
            yield return stanza;
    }

    public static IEnumerable<IReadOnlyDictionary<string, string>> Parse(TextReader reader)
    {
        var fields = NewStanza();
        string? field = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;

            if (string.IsNullOrWhiteSpace(line))
            {
                if (fields.Count > 0)
                    yield return fields;
                fields = NewStanza();
                field = null;
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                if (field is not null)
                    fields[field] += "\n" + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                field = line[..colon];
                fields[field] = line[(colon + 1)..].Trim();
            }
        }

        if (fields.Count > 0)
            yield return fields;
    }

    private static Dictionary<string, string> NewStanza() => new(StringComparer.OrdinalIgnoreCase);
}
