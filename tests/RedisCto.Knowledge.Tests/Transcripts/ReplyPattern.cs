using System.Globalization;
using System.Text.RegularExpressions;

namespace RedisCto.Knowledge.Tests.Transcripts;

/// <summary>Compares a reply with what a page says: <c>*</c> is any text, <c>~60±2</c> a number within bounds, <c>...</c> any further lines, an error is a beginning.</summary>
internal static partial class ReplyPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public static bool Matches(IReadOnlyList<string> expected, IReadOnlyList<string> reply)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].Trim() == "...")
                return true;
            if (i == reply.Count || !LineMatches(expected[i], reply[i]))
                return false;
        }

        return reply.Count == expected.Count;
    }

    private static bool LineMatches(string expected, string line)
    {
        var bounds = new List<(long Middle, long Off)>();
        var pattern = Tokens().Replace(expected, token => token switch
        {
            { Value: "*" } => ".*",
            { Value: "\\*" } => "\\*",
            { Groups: { } groups } when groups["middle"].Success => Number(groups),
            _ => Regex.Escape(token.Value),
        });
        var rest = expected.Contains("(error) ", StringComparison.Ordinal) ? "" : "$";
        var match = Regex.Match(line, $"^{pattern}{rest}", RegexOptions.CultureInvariant, Limit);
        return match.Success && bounds.Index().All(bound =>
            long.TryParse(match.Groups[$"n{bound.Index}"].Value, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value - bound.Item.Middle) <= bound.Item.Off);

        string Number(GroupCollection groups)
        {
            bounds.Add((long.Parse(groups["middle"].Value, CultureInfo.InvariantCulture), long.Parse(groups["off"].Value, CultureInfo.InvariantCulture)));
            return $"(?<n{bounds.Count - 1}>-?[0-9]+)";
        }
    }

    [GeneratedRegex(@"\\\*|\*|~(?<middle>[0-9]+)±(?<off>[0-9]+)|[^*~\\]+|.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
