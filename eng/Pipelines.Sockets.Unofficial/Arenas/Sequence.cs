namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>A <see cref="Sequence{T}"/> that has forgotten its element type, so that an element can hold a sequence of its own kind.</summary>
public readonly struct Sequence
{
    private readonly Array? array;
    private readonly int start;
    private readonly int length;

    internal Sequence(Array? array, int start, int length)
    {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length => length;

    /// <summary>Gives the sequence its element type back.</summary>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Sequence<T> Cast<T>() => array is null ? default : new Sequence<T>((T[])array, start, length);
}
