using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Holds the elements of one reply while it is read, and reuses their memory for the next reply.</summary>
/// <remarks>
/// <see cref="Allocate"/> and <see cref="Reset"/> belong to the one task that reads a connection. <see cref="Dispose"/> may come from
/// any thread while that task still reads, so it leaves the blocks to the garbage collector: returned to the pool, they could carry
/// the replies of two connections at once.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
public sealed class Arena<T> : IDisposable
{
    private const int DefaultBlockBytes = 32 * 1024;

    private readonly int blockLength;
    private readonly List<T[]> filled = [];
    private T[] block = [];
    private int used;
    private volatile bool disposed;

    /// <summary>Creates an empty arena.</summary>
    /// <param name="options">The size of a block; <see langword="null"/> for the default.</param>
    /// <param name="allocator">Must be <see langword="null"/>: blocks come from the shared array pool.</param>
    public Arena(ArenaOptions? options = null, Allocator<T>? allocator = null)
    {
        if (allocator is not null)
            throw new NotSupportedException("Blocks come from the shared array pool; pass no allocator.");
        var bytes = options is { BlockSizeBytes: > 0 } ? options.BlockSizeBytes : DefaultBlockBytes;
        blockLength = Math.Max(1, bytes / Unsafe.SizeOf<T>());
    }

    /// <summary>Takes room for <paramref name="length"/> elements, always in one piece and valid until <see cref="Reset"/>.</summary>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    public Sequence<T> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (length == 0)
            return default;
        if (length > block.Length - used)
            AddBlock(length);

        var start = used;
        used += length;
        return new Sequence<T>(block, start, length);
    }

    /// <summary>Forgets every element; the sequences that were handed out must not be used any more.</summary>
    public void Reset()
    {
        foreach (var full in filled)
            Return(full);
        filled.Clear();

        // A block that a large reply needed is not worth keeping for the small ones that follow.
        if (block.Length > 2 * blockLength)
        {
            Return(block);
            block = [];
        }
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            // What is left would keep the buffers of the old reply alive.
            Array.Clear(block, 0, used);
        }

        used = 0;
    }

    /// <summary>Refuses further allocations.</summary>
    public void Dispose() => disposed = true;

    private void AddBlock(int length)
    {
        if (block.Length > 0)
            filled.Add(block);
        block = ArrayPool<T>.Shared.Rent(Math.Max(length, blockLength));
        used = 0;
    }

    private static void Return(T[] block) =>
        ArrayPool<T>.Shared.Return(block, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
}
