using System.Buffers;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>A memory pool that knows how much of it is out.</summary>
internal sealed class CountingPool : MemoryPool<byte>
{
    private int outstanding;

    public int Outstanding => Volatile.Read(ref outstanding);

    public override int MaxBufferSize => int.MaxValue;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Interlocked.Increment(ref outstanding);
        return new Owner(this, new byte[Math.Max(4096, minBufferSize)]);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Owner(CountingPool pool, byte[] memory) : IMemoryOwner<byte>
    {
        private int returned;

        public Memory<byte> Memory => memory;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref returned, 1) == 0)
                Interlocked.Decrement(ref pool.outstanding);
        }
    }
}
