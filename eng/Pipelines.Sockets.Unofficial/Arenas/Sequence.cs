namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>A <see cref="Sequence{T}"/> that has forgotten its element type, so that an element can hold a sequence of its own kind.</summary>
public readonly struct Sequence
{
    private readonly Array? _array;
    private readonly int _start;
    private readonly int _length;

    internal Sequence(Array? array, int start, int length)
    {
        _array = array;
        _start = start;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length => _length;

    /// <summary>Gives the sequence its element type back.</summary>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Sequence<T> Cast<T>() => _array is null ? default : new Sequence<T>((T[])_array, _start, _length);
}
