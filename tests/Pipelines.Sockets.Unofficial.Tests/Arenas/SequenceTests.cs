using Pipelines.Sockets.Unofficial.Arenas;

namespace Pipelines.Sockets.Unofficial.Tests.Arenas;

/// <summary>The elements of a reply, visited and projected.</summary>
public sealed class SequenceTests : IDisposable
{
    private readonly Arena<int> arena = new();

    public void Dispose() => arena.Dispose();

    [Fact]
    public void Elements_AreVisitedByReference()
    {
        var sequence = Numbers(3);

        foreach (ref var number in sequence)
            number *= 10;

        Assert.Equal(10, sequence[1]);
        Assert.Equal([0, 10, 20], sequence.FirstSpan.ToArray());
    }

    [Fact]
    public void NextElement_IsGiven_UntilThereIsNone()
    {
        var elements = Numbers(2).GetEnumerator();

        Assert.Equal(0, elements.GetNext());
        Assert.Equal(1, elements.GetNext());
        var refused = false;
        try
        {
            elements.GetNext();
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    public void Pieces_AreOneOrNone(int length, int pieces)
    {
        var count = 0;
        foreach (var piece in Numbers(length).Spans)
        {
            Assert.Equal(length, piece.Length);
            count++;
        }

        Assert.Equal(pieces, count);
    }

    [Fact]
    public void IndexOutside_IsRefused() => Assert.Throws<IndexOutOfRangeException>(() => Numbers(3)[3]);

    [Fact]
    public void UntypedSequence_GetsItsTypeBack()
    {
        var untyped = Numbers(3).Untyped();

        Assert.Equal(3, untyped.Length);
        Assert.Equal([0, 1, 2], untyped.Cast<int>().FirstSpan.ToArray());
    }

    [Fact]
    public void UntypedSequence_IsNotTakenForAnotherType() => Assert.Throws<InvalidCastException>(() => Numbers(3).Untyped().Cast<long>());

    [Fact]
    public void DefaultUntypedSequence_IsEmptyOfAnyType() => Assert.True(default(Sequence).Cast<string>().IsEmpty);

    [Fact]
    public void Projection_MakesAnArray()
    {
        Assert.Equal(["0", "1", "2"], Numbers(3).ToArray((in number) => $"{number}"));
        Assert.Equal([5, 6, 7], Numbers(3).ToArray((in number, in add) => number + add, 5));
        Assert.Empty(Numbers(0).ToArray((in number) => number));
    }

    [Fact]
    public void Projection_IntoAnythingLongEnough()
    {
        var target = new long[4];

        Numbers(3).CopyTo(target.AsSpan(1), (in number) => (long)number);

        Assert.Equal([0L, 0L, 1L, 2L], target);
        Assert.Throws<ArgumentException>(() => Numbers(5).CopyTo(target, (in number) => (long)number));
    }

    private Sequence<int> Numbers(int count)
    {
        var sequence = arena.Allocate(count);
        for (var i = 0; i < count; i++)
            sequence[i] = i;
        return sequence;
    }
}
