using System.Globalization;
using RedisCto.Testing.Resp;

namespace RedisCto.Knowledge.Tests.Transcripts;

/// <summary>A <c>redis</c> block of a page: commands after "> " and the reply that redis-cli would print. The format is in knowledge/README.md.</summary>
internal sealed record Transcript(IReadOnlyList<Step> Steps)
{
    /// <exception cref="FormatException">A line stands before the first command, or a wait cannot be read.</exception>
    public static Transcript Parse(string text)
    {
        var steps = new List<Step>();
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
                steps.Add(new Step(CommandLine.Split(line[2..]), lines = [], TimeSpan.Zero));
            else if (line.StartsWith("# wait ", StringComparison.Ordinal))
                steps.Add(new Step([], lines = [], Milliseconds(line)));
            else if (line.StartsWith('#'))
                continue;
            else if (steps.Count == 0)
                throw new FormatException($"'{line}' stands before the first command");
            else
                lines.Add(line.TrimEnd());
        }

        return steps.Exists(step => step.Command.Count > 0 && step.Reply.Count == 0)
            ? throw new FormatException($"'> {string.Join(' ', steps.First(step => step.Command.Count > 0 && step.Reply.Count == 0).Command)}' has no reply")
            : new Transcript(steps);
    }

    /// <summary>Sends every command and compares; null where all replies are as written, else the first that is not.</summary>
    public async Task<string?> ReplayAsync(RespConnection connection, CancellationToken cancellation)
    {
        foreach (var step in Steps)
        {
            if (step.Command.Count == 0)
            {
                await Task.Delay(step.Wait, cancellation);
                continue;
            }

            var reply = (await connection.TrySendAsync(step.Command, cancellation)).ToString();
            if (!ReplyPattern.Matches(step.Reply, reply.Split('\n')))
                return $"> {string.Join(' ', step.Command)}\nexpected:\n{string.Join('\n', step.Reply)}\ncame:\n{reply}";
        }

        return null;
    }

    private static TimeSpan Milliseconds(string line) => line.Split(' ') is [_, _, var number, "ms"] && int.TryParse(number, CultureInfo.InvariantCulture, out var wait)
        ? TimeSpan.FromMilliseconds(wait)
        : throw new FormatException($"'{line}' is not '# wait 100 ms'");
}

/// <summary>A command with the reply that is expected, or a wait without either.</summary>
internal sealed record Step(IReadOnlyList<string> Command, IReadOnlyList<string> Reply, TimeSpan Wait);
