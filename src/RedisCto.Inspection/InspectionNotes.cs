using System.Globalization;
using RedisCto.Core;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection;

/// <summary>What bounds a result, so that nobody reads more out of it than was looked at.</summary>
internal static class InspectionNotes
{
    public static IReadOnlyList<string> Of(ServerSnapshot snapshot, ConnectionSettings settings)
    {
        var notes = new List<string>();
        if (snapshot.Server.Product == Product.Unknown)
            notes.Add("The product could not be told; only what holds for every server of the Redis protocol was judged.");
        if (snapshot.Server.Role is "replica")
            notes.Add("This is a replica: what concerns writing belongs to its primary.");
        if (snapshot.Server.Role is "sentinel")
            notes.Add("This is a Sentinel, which holds no data: inspect the primary that it watches.");
        if (snapshot.Server.ClusterEnabled)
            notes.Add("This is one node of a cluster; the other nodes were not looked at.");
        if (settings.OtherEndpoints > 0)
            notes.Add($"{settings.Source} names {settings.OtherEndpoints} more endpoints; only {settings.Label} was looked at.");
        if (snapshot.Has(SnapshotSections.KeySample))
            notes.Add(OfSample(snapshot.Keys));
        return notes;
    }

    private static string OfSample(KeySample sample) => sample switch
    {
        { Complete: true, Keys: 0 } => $"Database {sample.Database} has no keys.",
        { Complete: true } => $"All {sample.Keys} keys of database {sample.Database} were looked at (expiry and size, no value).",
        _ => $"{sample.Keys} keys of database {sample.Database} were sampled (expiry and size, no value) " +
             string.Create(CultureInfo.InvariantCulture, $"in {sample.Took.TotalMilliseconds:0} ms."),
    };
}
