using System.Text;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Samples a database with SCAN within a budget of keys and time: expiry and size of each key, never its value.</summary>
internal sealed class KeySampler(RespConnection connection, InspectionLimits limits, TimeProvider time)
{
    /// <summary>A group smaller than this says nothing, so it is counted with its parent.</summary>
    public const int SmallestGroup = 20;

    private const int KeysPerScan = 250;
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
        var (cursor, keys, scans) = ("0", 0, 0);
        do
        {
            var page = await connection.SendAsync(ReadOnlyCommand.Scan(cursor, KeysPerScan), cancellationToken);
            if (page is RespError refused)
                return (null, refused);
            if (page.Items is not [RespString { Value: var next }, RespArray { Values: var names }])
                return (null, new RespError("ERR SCAN answered in an unknown form"));

            var error = await MeasureAsync([.. names.OfType<RespString>().Where(name => name.Bytes.Length <= LongestName)], cancellationToken);
            if (error is not null && groups.Count == 0)
                return (null, error);
            (cursor, keys) = (next, groups.Values.Sum(group => group.Keys));
        }
        while (cursor is not "0" && keys < limits.SampledKeys && ++scans < MostScans && time.GetElapsedTime(started) < limits.Sampling);

        return (new KeySample
        {
            Database = database,
            Keys = keys,
            Took = time.GetElapsedTime(started),
            Complete = cursor is "0",
            Prefixes = RollUp(),
        }, null);
    }

    private async Task<RespError?> MeasureAsync(IReadOnlyList<RespString> names, CancellationToken cancellationToken)
    {
        var commands = names.SelectMany(name => new[] { ReadOnlyCommand.TimeToLive(name.Bytes), ReadOnlyCommand.MemoryUsage(name.Bytes) }).ToList();
        if (commands.Count == 0)
            return null;

        var replies = await connection.SendAsync(commands, cancellationToken);
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

        return replies[0] as RespError;
    }

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
