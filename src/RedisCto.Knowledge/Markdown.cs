using System.Text;

namespace RedisCto.Knowledge;

/// <summary>Cuts our own pages at headings and fences; a heading inside a fence is text.</summary>
internal static class Markdown
{
    private const string Fence = "```";

    public static IReadOnlyList<KnowledgeSection> Sections(string title, string text)
    {
        var sections = new List<KnowledgeSection>();
        var heading = title;
        var body = new StringBuilder();
        var fenced = false;
        foreach (var line in text.Split('\n'))
        {
            fenced ^= line.StartsWith(Fence, StringComparison.Ordinal);
            if (fenced || HeadingOf(line) is not { } next)
            {
                body.Append(line).Append('\n');
                continue;
            }

            Close();
            heading = next;
        }

        Close();
        return sections;

        void Close()
        {
            var content = body.ToString().Trim('\n');
            body.Clear();
            if (content.Length > 0)
                sections.Add(new KnowledgeSection(heading, content));
        }
    }

    public static IReadOnlyList<FencedBlock> Blocks(string text)
    {
        var blocks = new List<FencedBlock>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;

            var start = i;
            var info = lines[i][Fence.Length..].Trim();
            for (i++; i < lines.Length && !lines[i].StartsWith(Fence, StringComparison.Ordinal); i++)
            {
                // Only looks for the closing fence.
            }

            var space = info.IndexOf(' ', StringComparison.Ordinal);
            blocks.Add(new FencedBlock(
                space < 0 ? info : info[..space],
                space < 0 ? "" : info[space..].Trim(),
                string.Join('\n', lines[(start + 1)..Math.Min(i, lines.Length)]),
                start + 1));
        }

        return blocks;
    }

    /// <summary>The first paragraph as one line without links and emphasis.</summary>
    public static string FirstParagraph(string text)
    {
        var words = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.Trim().Length == 0 || HeadingOf(line) is not null)
            {
                if (words.Length > 0)
                    break;
                continue;
            }

            words.Append(words.Length > 0 ? " " : "").Append(line.Trim());
        }

        return WithoutLinks(words.ToString()).Replace("**", "", StringComparison.Ordinal);
    }

    /// <summary>The text cut into pieces of at most <paramref name="limit"/> characters, between paragraphs where it can be.</summary>
    public static IReadOnlyList<string> Pieces(string text, int limit)
    {
        if (text.Length <= limit)
            return [text];

        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var paragraph in Paragraphs(text).SelectMany(paragraph => Cut(paragraph, limit)))
        {
            if (piece.Length > 0 && piece.Length + 2 + paragraph.Length > limit)
                Close();
            piece.Append(piece.Length > 0 ? "\n\n" : "").Append(paragraph);
        }

        Close();
        return pieces;

        void Close()
        {
            pieces.Add(piece.ToString());
            piece.Clear();
        }
    }

    private static string? HeadingOf(string line)
    {
        var level = line.AsSpan().IndexOfAnyExcept('#');
        return level is > 0 and <= 6 && line[level] == ' ' ? line[level..].Trim() : null;
    }

    private static string WithoutLinks(string text)
    {
        for (var middle = text.IndexOf("](", StringComparison.Ordinal); middle >= 0; middle = text.IndexOf("](", StringComparison.Ordinal))
        {
            var open = text.LastIndexOf('[', middle);
            var close = text.IndexOf(')', middle);
            if (open < 0 || close < 0)
                return text;
            text = string.Concat(text.AsSpan(0, open), text.AsSpan(open + 1, middle - open - 1), text.AsSpan(close + 1));
        }

        return text;
    }

    private static IEnumerable<string> Paragraphs(string text)
    {
        var lines = new List<string>();
        var fenced = false;
        foreach (var line in text.Split('\n'))
        {
            fenced ^= line.StartsWith(Fence, StringComparison.Ordinal);
            if (fenced || line.Length > 0)
            {
                lines.Add(line);
                continue;
            }

            if (lines.Count > 0)
                yield return string.Join('\n', lines);
            lines.Clear();
        }

        if (lines.Count > 0)
            yield return string.Join('\n', lines);
    }

    // A block that is longer than a passage is cut between its lines, and each part is a block of its own.
    private static IEnumerable<string> Cut(string paragraph, int limit)
    {
        if (paragraph.Length <= limit)
        {
            yield return paragraph;
            yield break;
        }

        var lines = paragraph.Split('\n');
        var fence = lines[0].StartsWith(Fence, StringComparison.Ordinal) ? lines[0] : "";
        var room = limit - (fence.Length > 0 ? fence.Length + Fence.Length + 2 : 0);
        var part = new StringBuilder();
        foreach (var line in fence.Length > 0 ? lines[1..^1] : lines)
        {
            foreach (var chunk in line.Length > room ? line.Chunk(room).Select(chars => new string(chars)) : [line])
            {
                if (part.Length > 0 && part.Length + 1 + chunk.Length > room)
                    yield return Take();
                part.Append(part.Length > 0 ? "\n" : "").Append(chunk);
            }
        }

        if (part.Length > 0)
            yield return Take();

        string Take()
        {
            var taken = part.ToString();
            part.Clear();
            return fence.Length > 0 ? $"{fence}\n{taken}\n{Fence}" : taken;
        }
    }
}
