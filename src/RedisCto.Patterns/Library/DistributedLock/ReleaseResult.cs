namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>The key was deleted; was not ours any more; no answer in time, it expires by itself.</summary>
public enum ReleaseResult
{
    Released,
    Lost,
    Unknown,
}
