using System.Globalization;

namespace RedisCto.Inspection.Snapshots;

/// <summary>The text of INFO as sections of fields. Section and field names differ between servers, so nothing is taken for granted.</summary>
internal sealed class InfoText
{
    private readonly Dictionary<string, Dictionary<string, string>> sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> all = new(StringComparer.Ordinal);

    public static InfoText Parse(string text)
    {
        var info = new InfoText();
        var section = info.sections[""] = [];
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.StartsWith('#'))
            {
                section = info.sections[line.TrimStart('#', ' ')] = new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (colon > 0)
            {
                section[line[..colon]] = line[(colon + 1)..];
                info.all[line[..colon]] = line[(colon + 1)..];
            }
        }

        return info;
    }

    public bool HasSection(string section) => sections.TryGetValue(section, out var fields) && fields.Count > 0;

    /// <summary>True also where nothing stands below the heading.</summary>
    public bool HasHeading(string section) => sections.ContainsKey(section);

    public IReadOnlyDictionary<string, string> Section(string section) =>
        sections.GetValueOrDefault(section) ?? new Dictionary<string, string>(StringComparer.Ordinal);

    public bool Has(string field) => all.ContainsKey(field);

    public string Text(string field) => all.GetValueOrDefault(field) ?? "";

    public long Number(string field) => ReadNumber(Text(field)) ?? 0;

    public long? NumberOrNull(string field) => ReadNumber(Text(field));

    /// <summary>Reads "calls=3,usec=41" into its numbers; what is no number is left out.</summary>
    public static IReadOnlyDictionary<string, long> Pairs(string value)
    {
        var pairs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var pair in value.Split(','))
        {
            if (pair.Split('=', 2) is [var name, var text] && ReadNumber(text) is { } number)
                pairs[name] = number;
        }

        return pairs;
    }

    private static long? ReadNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
