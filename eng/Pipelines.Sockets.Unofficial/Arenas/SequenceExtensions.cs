namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Makes a result of a reply's element.</summary>
public delegate TTo Projection<TFrom, out TTo>(in TFrom value);

/// <summary>Makes a result of a reply's element and something that all elements share.</summary>
public delegate TTo Projection<TFrom, TState, out TTo>(in TFrom value, in TState state);

/// <summary>Turns the elements of a reply into the values that a caller asked for.</summary>
public static class SequenceExtensions
{
    /// <summary>Projects every element into a new array.</summary>
    public static TTo[] ToArray<TFrom, TTo>(this in Sequence<TFrom> source, Projection<TFrom, TTo> projection)
    {
        if (source.IsEmpty)
            return [];
        var results = new TTo[source.Length];
        source.CopyTo(results, projection);
        return results;
    }

    /// <summary>Projects every element, together with <paramref name="state"/>, into a new array.</summary>
    public static TTo[] ToArray<TFrom, TState, TTo>(
        this in Sequence<TFrom> source, Projection<TFrom, TState, TTo> projection, in TState state)
    {
        ArgumentNullException.ThrowIfNull(projection);
        if (source.IsEmpty)
            return [];
        var elements = source.FirstSpan;
        var results = new TTo[elements.Length];
        for (var i = 0; i < elements.Length; i++)
            results[i] = projection(in elements[i], in state);
        return results;
    }

    /// <summary>Projects every element into <paramref name="destination"/>, which may be longer than the sequence.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short; nothing was written.</exception>
    public static void CopyTo<TFrom, TTo>(this in Sequence<TFrom> source, Span<TTo> destination, Projection<TFrom, TTo> projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        var elements = source.FirstSpan;
        if (elements.Length > destination.Length)
            throw new ArgumentException("The destination is shorter than the sequence.", nameof(destination));
        for (var i = 0; i < elements.Length; i++)
            destination[i] = projection(in elements[i]);
    }
}
