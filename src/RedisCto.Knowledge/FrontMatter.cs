namespace RedisCto.Knowledge;

/// <summary>Reads the head of a page: a strict subset of YAML (one line a key; text or a list), because a YAML library costs more start-up than all pages.</summary>
internal sealed class FrontMatter
{
    private const string Fence = "---";
    private static readonly string[] Texts = ["id", "title", "applies-to"];
    private static readonly string[] Lists = ["verified-on", "proof", "sources", "keywords"];
    private static readonly string[] Required = ["id", "title", "applies-to", "verified-on", "proof", "sources"];

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal);

    /// <summary>The page below the head.</summary>
    public string Body { get; private set; } = "";

    public string Text(string key) => texts[key];

    public IReadOnlyList<string> List(string key) => lists.GetValueOrDefault(key, []);

    /// <exception cref="KnowledgeFormatException">The head is not as described in knowledge/README.md.</exception>
    public static FrontMatter Read(string page, string content)
    {
        var lines = content.ReplaceLineEndings("\n").Split('\n');
        var end = lines[0] == Fence ? Array.IndexOf(lines, Fence, 1) : -1;
        if (end < 0)
            throw Bad(page, 1, "the page must open with front matter between two lines of ---");

        var front = new FrontMatter { Body = string.Join('\n', lines[(end + 1)..]).Trim('\n') + "\n" };
        for (var i = 1; i < end; i++)
            front.Add(page, i + 1, lines[i]);
        var missing = Array.Find(Required, key => !front.texts.ContainsKey(key) && !front.lists.ContainsKey(key));
        return missing is null ? front : throw Bad(page, 1, $"'{missing}' is missing");
    }

    private void Add(string page, int number, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0)
            throw Bad(page, number, $"'{line}' is not 'key: value'");
        var (key, value) = (line[..colon], line[(colon + 2)..].Trim());
        var added = Array.IndexOf(Texts, key) >= 0 ? texts.TryAdd(key, Scalar(page, number, value))
            : Array.IndexOf(Lists, key) >= 0 ? lists.TryAdd(key, Items(page, number, value))
            : throw Bad(page, number, $"'{key}' is not a key; known are {string.Join(", ", [.. Texts, .. Lists])}");
        if (!added)
            throw Bad(page, number, $"'{key}' stands twice");
    }

    private static List<string> Items(string page, int number, string value)
    {
        if (value is not ['[', .., ']'])
            throw Bad(page, number, "a list is written [one, two]");

        var items = new List<string>();
        var rest = value[1..^1].Trim();
        while (rest.Length > 0)
        {
            var end = rest[0] == '"' ? rest.IndexOf('"', 1) + 1 : rest.IndexOf(',', StringComparison.Ordinal);
            if (rest[0] == '"' && end == 0)
                throw Bad(page, number, $"the quote in {rest} is not closed");
            if (end < 0)
                end = rest.Length;
            items.Add(Scalar(page, number, rest[..end].Trim(), inList: true));

            rest = rest[end..].TrimStart();
            if (rest.Length == 0)
                break;
            if (rest[0] != ',' || rest.Length == 1)
                throw Bad(page, number, $"a comma and an item must follow '{items[^1]}'");
            rest = rest[1..].TrimStart();
        }

        return items;
    }

    private static string Scalar(string page, int number, string value, bool inList = false)
    {
        if (value is ['"', .. var quoted, '"'])
            return quoted.Contains('"', StringComparison.Ordinal) || quoted.Contains('\\', StringComparison.Ordinal)
                ? throw Bad(page, number, $"{value} may hold neither quotes nor backslashes")
                : quoted;
        if (value.Length == 0)
            throw Bad(page, number, "a value is empty");
        if ("\"'[]{}&*!|>%@`#,?-:".Contains(value[0], StringComparison.Ordinal)
            || value.Contains(": ", StringComparison.Ordinal) || value.Contains(" #", StringComparison.Ordinal) || value[^1] == ':'
            || (inList && value.AsSpan().ContainsAny("[]{}")))
            throw Bad(page, number, $"YAML would not read {value} as text; put it in double quotes");
        return value;
    }

    private static KnowledgeFormatException Bad(string page, int line, string what) => new($"{page}.md, line {line}: {what}.");
}
