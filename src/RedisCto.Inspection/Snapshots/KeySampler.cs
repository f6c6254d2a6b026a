using System.Text;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Samples a database with SCAN within a budget of keys and time: expiry and size of each key, never its value.</summary>
internal sealed class KeySampler(RespConnection connection, InspectionLimits limits, TimeProvider time)
{
    /// <summary>A group smaller than this says nothing, so it is counted with its parent.</summary>
    public const int SmallestGroup = 20;

    // Small pages: the server serves nobody else while it looks through one (0.2 ms for 100 keys).
    private const int KeysPerScan = 100;
    private const int LongestName = 1024;
    private const int MostScans = 200;

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);

    private sealed class Group
    {
        public int Keys { get; set; }

        public int WithoutExpiry { get; set; }

        public int Measured { get; set; }

        public double Bytes { get; set; }
    }

    /// <returns>The sample, or the refusal of SCAN or TTL.</returns>
    public async Task<(KeySample? Sample, RespError? Refusal)> SampleAsync(int database, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (scans, seen) = (1, 0);
        var page = await connection.SendAsync(ReadOnlyCommand.Scan("0", KeysPerScan), cancellationToken);
        while (true)
        {
            if (page is RespError refused)
                return (null, refused);
            if (page.Items is not [RespString { Value: var cursor }, RespArray { Values: var names }])
                return (null, new RespError("ERR SCAN answered in an unknown form"));

            // The keys of this page and the next page go in one round trip.
            seen += names.Count;
            var isLast = cursor is "0" || seen >= limits.SampledKeys || scans++ >= MostScans || time.GetElapsedTime(started) >= limits.Sampling;
            var keys = names.OfType<RespString>().Where(name => name.Bytes.Length <= LongestName).ToList();
            var replies = await connection.SendAsync(
                [.. keys.SelectMany(Questions), .. isLast ? [] : new[] { ReadOnlyCommand.Scan(cursor, KeysPerScan) }], cancellationToken);
            if (Count(keys, replies) is { } error && groups.Count == 0)
                return (null, error);
            if (isLast)
                return (Summarise(database, cursor is "0", time.GetElapsedTime(started)), null);
            page = replies[^1];
        }
    }

    private static ReadOnlyCommand[] Questions(RespString name) => [ReadOnlyCommand.TimeToLive(name.Bytes), ReadOnlyCommand.MemoryUsage(name.Bytes)];

    /// <returns>The refusal of TTL, where it was refused.</returns>
    private RespError? Count(List<RespString> names, IReadOnlyList<RespReply> replies)
    {
        for (var i = 0; i < names.Count; i++)
        {
            // -2: the key went away since SCAN; an error: its slot moves, or TTL is refused.
            if (replies[2 * i] is not RespInteger { Value: >= -1 } expiry)
                continue;
            var prefix = KeyPrefix.Of(Encoding.UTF8.GetString(names[i].Bytes));
            if (!groups.TryGetValue(prefix, out var group))
                groups[prefix] = group = new Group();
            group.Keys++;
            group.WithoutExpiry += expiry.Value == -1 ? 1 : 0;
            if (replies[(2 * i) + 1] is RespInteger { Value: > 0 } size)
            {
                group.Measured++;
                group.Bytes += size.Value;
            }
        }

        return names.Count > 0 ? replies[0] as RespError : null;
    }

    private KeySample Summarise(int database, bool complete, TimeSpan took) => new()
    {
        Database = database,
        Keys = groups.Values.Sum(group => group.Keys),
        Took = took,
        Complete = complete,
        Prefixes = RollUp(),
    };

    private List<PrefixSample> RollUp()
    {
        // Longest first, so that a small group reaches its parent before the parent is judged.
        foreach (var prefix in groups.Keys.OrderByDescending(prefix => prefix.Length).ToList())
        {
            var group = groups[prefix];
            if (group.Keys >= SmallestGroup || prefix.Length == 0)
                continue;
            var parent = KeyPrefix.Parent(prefix);
            if (!groups.TryGetValue(parent, out var into))
                groups[parent] = into = new Group();
            into.Keys += group.Keys;
            into.WithoutExpiry += group.WithoutExpiry;
            into.Measured += group.Measured;
            into.Bytes += group.Bytes;
            groups.Remove(prefix);
        }

        return [.. groups.Where(entry => entry.Value.Keys > 0).OrderByDescending(entry => entry.Value.Keys)
            .Select(entry => new PrefixSample(
                entry.Key, entry.Value.Keys, entry.Value.WithoutExpiry,
                entry.Value.Measured == 0 ? null : entry.Value.Bytes / entry.Value.Measured))];
    }
}
