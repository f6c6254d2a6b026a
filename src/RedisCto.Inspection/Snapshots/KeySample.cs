namespace RedisCto.Inspection.Snapshots;

/// <summary>What a bounded SCAN saw of a database: counts by prefix, never a whole key name and never a value.</summary>
internal sealed record KeySample
{
    public int Database { get; init; }

    public int Keys { get; init; }

    public TimeSpan Took { get; init; }

    /// <summary>True where SCAN came to its end, so that the sample is the whole database.</summary>
    public bool Complete { get; init; }

    /// <summary>By number of sampled keys, largest first.</summary>
    public IReadOnlyList<PrefixSample> Prefixes { get; init; } = [];
}

/// <summary>The sampled keys under one prefix.</summary>
/// <param name="Prefix">Up to and with the last separator, such as <c>session:</c>; untrusted.</param>
/// <param name="Keys">How many were sampled.</param>
/// <param name="WithoutExpiry">How many of them never expire.</param>
/// <param name="BytesPerKey">Mean memory of a sampled key; null where MEMORY USAGE was refused.</param>
internal sealed record PrefixSample(string Prefix, int Keys, int WithoutExpiry, double? BytesPerKey);
