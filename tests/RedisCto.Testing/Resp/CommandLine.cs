using System.Globalization;
using System.Text;

namespace RedisCto.Testing.Resp;

/// <summary>Splits a line as redis-cli does: words, "double quotes" with escapes, 'single quotes'.</summary>
public static class CommandLine
{
    /// <exception cref="FormatException">A quote is not closed, or text follows a closing quote.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = new List<string>();
        var i = 0;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i]))
                i++;
            if (i == line.Length)
                return words;

            words.Add(line[i] is '"' or '\'' ? Quoted(line, ref i) : Plain(line, ref i));
        }
    }

    private static string Plain(string line, ref int i)
    {
        var start = i;
        while (i < line.Length && !char.IsWhiteSpace(line[i]))
            i++;
        return line[start..i];
    }

    private static string Quoted(string line, ref int i)
    {
        var quote = line[i++];
        var word = new StringBuilder();
        while (i < line.Length && line[i] != quote)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
                word.Append(quote == '"' ? Escape(line, ref i) : SingleQuotedEscape(line, ref i));
            else
                word.Append(line[i++]);
        }

        if (i == line.Length)
            throw new FormatException($"a quote is not closed in: {line}");
        i++;
        return i == line.Length || char.IsWhiteSpace(line[i]) ? word.ToString() : throw new FormatException($"text follows a closing quote in: {line}");
    }

    private static char SingleQuotedEscape(string line, ref int i)
    {
        if (line[i + 1] != '\'')
            return line[i++];
        i += 2;
        return '\'';
    }

    private static char Escape(string line, ref int i)
    {
        var escaped = line[i + 1];
        if (escaped == 'x' && i + 3 < line.Length
            && byte.TryParse(line.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
        {
            i += 4;
            return (char)value;
        }

        i += 2;
        return escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'a' => '\a', _ => escaped };
    }
}
