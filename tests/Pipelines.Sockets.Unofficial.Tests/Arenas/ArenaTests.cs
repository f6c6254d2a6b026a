using Pipelines.Sockets.Unofficial.Arenas;

namespace Pipelines.Sockets.Unofficial.Tests.Arenas;

/// <summary>The memory of replies: separate while in use, forgotten and reused afterwards.</summary>
public sealed class ArenaTests
{
    [Fact]
    public void AllocationsOfOneReply_DoNotOverlap()
    {
        using var arena = new Arena<int>(new ArenaOptions(blockSizeBytes: 64));
        var sequences = Enumerable.Range(0, 200).Select(i => Fill(arena.Allocate((i % 40) + 1), i)).ToArray();

        for (var i = 0; i < sequences.Length; i++)
        {
            Assert.Equal((i % 40) + 1, sequences[i].Length);
            Assert.All(sequences[i].FirstSpan.ToArray(), value => Assert.Equal(i, value));
        }
    }

    [Fact]
    public void ResetArena_ForgetsReferences_AndReusesTheBlock()
    {
        using var arena = new Arena<string?>();
        var first = Fill(arena.Allocate(3), "old");

        arena.Reset();

        var second = arena.Allocate(3);
        Assert.All(second.FirstSpan.ToArray(), Assert.Null);
        Assert.True(first.FirstSpan == second.FirstSpan);
    }

    [Fact]
    public void ReplyLargerThanABlock_IsInOnePiece_AndNotKept()
    {
        using var arena = new Arena<int>(new ArenaOptions(blockSizeBytes: 64));
        var large = arena.Allocate(100_000);
        Assert.Equal(100_000, large.FirstSpan.Length);

        arena.Reset();

        Assert.False(large.FirstSpan[..1] == arena.Allocate(1).FirstSpan);
    }

    [Fact]
    public void EmptyAllocation_IsEmpty()
    {
        using var arena = new Arena<int>();

        Assert.True(arena.Allocate(0).IsEmpty);
    }

    [Fact]
    public void NegativeLength_IsRefused()
    {
        using var arena = new Arena<int>();

        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Allocate(-1));
    }

    [Fact]
    public void DisposedArena_AllocatesNoMore_AndLeavesWhatIsInUse()
    {
        var arena = new Arena<int>();
        var inUse = Fill(arena.Allocate(4), 7);

        arena.Dispose();

        Assert.Equal([7, 7, 7, 7], inUse.FirstSpan.ToArray());
        Assert.Throws<ObjectDisposedException>(() => arena.Allocate(1));
    }

    [Fact]
    public void RetentionPolicy_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => new ArenaOptions(retentionPolicy: (_, _) => 0));

    private static Sequence<T> Fill<T>(Sequence<T> sequence, T value)
    {
        sequence.FirstSpan.Fill(value);
        return sequence;
    }
}
