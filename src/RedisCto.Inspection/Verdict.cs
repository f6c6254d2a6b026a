using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection;

/// <summary>The one sentence that a reader who reads no further must take away.</summary>
internal static class Verdict
{
    public static string Of(ServerIdentity server, IReadOnlyList<Finding> worstFirst, int judged, int skipped)
    {
        var name = server.Version.Length > 0 ? $"{server.Product} {server.Version}" : server.Product == Product.Unknown ? "The server" : server.Product.ToString();
        var who = $"{name} at {server.Label} ({server.Role})";
        var unseen = skipped > 0 ? $"; {skipped} {Plural("check", skipped)} could not be made" : "";
        var faults = worstFirst.Where(finding => finding.Severity > Severity.Info).ToList();
        if (faults.Count == 0)
            return $"{who} shows none of the faults that {judged} {Plural("check", judged)} look for{unseen}.";

        var counts = faults.GroupBy(finding => finding.Severity).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}");
        var urgency = faults[0].Severity >= Severity.High ? "needs attention" : "works, with things to improve";
        return $"{who} {urgency}: {string.Join(", ", counts)}; first: {faults[0].Title}{unseen}.";
    }

    public static string Describe(ServerInfo server) =>
        $"{(server.Product == Product.Unknown ? "A server that speaks the Redis protocol" : server.Product)} {UntrustedText.Show(server.VersionText, 24)}".TrimEnd();

    private static string Plural(string word, int count) => count == 1 ? word : word + "s";
}
