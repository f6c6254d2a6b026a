namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>How an arena for several element types shares blocks between them; an <see cref="Arena{T}"/> has one type, so it has no use for it.</summary>
[Flags]
public enum ArenaFlags
{
    /// <summary>Nothing is shared.</summary>
    None = 0,
}

/// <summary>A source of blocks other than the shared array pool; nothing implements one.</summary>
/// <typeparam name="T">What a block holds.</typeparam>
public abstract class Allocator<T>
{
    private protected Allocator()
    {
    }
}

/// <summary>What a connection asks of the arena that holds its replies.</summary>
public sealed class ArenaOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="flags">Has no effect on an arena with one element type.</param>
    /// <param name="blockSizeBytes">The size of a block in bytes; 0 leaves it to the arena.</param>
    /// <param name="retentionPolicy">Must be <see langword="null"/>: an arena keeps one block between replies.</param>
    /// <exception cref="NotSupportedException">A retention policy is given.</exception>
    public ArenaOptions(ArenaFlags flags = ArenaFlags.None, int blockSizeBytes = 0, Func<long, long, long>? retentionPolicy = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blockSizeBytes);
        if (retentionPolicy is not null)
            throw new NotSupportedException("An arena keeps one block between replies; pass no retention policy.");
        BlockSizeBytes = blockSizeBytes;
    }

    internal int BlockSizeBytes { get; }
}
