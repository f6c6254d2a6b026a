using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Transcripts;

/// <summary>Writes the <c>verified-on</c> line of a page, in the order of the matrix.</summary>
internal static class VerifiedOn
{
    private const string Key = "verified-on: ";
    private static readonly Lock Gate = new();

    public static void Write(string id, string server, bool proved)
    {
        lock (Gate)
        {
            var file = SourceTree.PageFile(id);
            var lines = File.ReadAllText(file).Split('\n');
            var at = Array.FindIndex(lines, line => line.StartsWith(Key, StringComparison.Ordinal));
            lines[at] = Changed(lines[at], server, proved);
            File.WriteAllText(file, string.Join('\n', lines));
        }
    }

    internal static string Changed(string line, string server, bool proved)
    {
        var names = line[Key.Length..].Trim('[', ']', ' ').Split(", ", StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        _ = proved ? names.Add(server) : names.Remove(server);
        return $"{Key}[{string.Join(", ", RedisServers.FixedNames.Where(names.Contains))}]";
    }
}
