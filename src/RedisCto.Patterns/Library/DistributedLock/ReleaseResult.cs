namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>What became of the key.</summary>
public enum ReleaseResult
{
    /// <summary>Deleted.</summary>
    Released,

    /// <summary>It was not ours any more.</summary>
    Lost,

    /// <summary>No answer in time; it expires by itself.</summary>
    Unknown,
}
