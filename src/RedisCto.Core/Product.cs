namespace RedisCto.Core;

/// <summary>A server that speaks the Redis protocol.</summary>
public enum Product
{
    /// <summary>The product could not be told; only what holds everywhere may be said.</summary>
    Unknown,
    Redis,
    Valkey,
    Garnet,
    Dragonfly,
    KeyDb,
}
