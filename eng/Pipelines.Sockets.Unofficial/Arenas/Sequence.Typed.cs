using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>The elements of one reply: a run of writable memory out of an <see cref="Arena{T}"/>.</summary>
/// <typeparam name="T">The element.</typeparam>
public readonly struct Sequence<T>
{
    private readonly T[]? array;
    private readonly int start;
    private readonly int length;

    internal Sequence(T[] array, int start, int length)
    {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length => length;

    /// <summary>Whether there are no elements.</summary>
    public bool IsEmpty => length == 0;

    /// <summary>Always true: an arena allocates in one piece.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "StackExchange.Redis imports it as an instance member.")]
    public bool IsSingleSegment => true;

    /// <summary>The elements of the first piece, which is the only one.</summary>
    public Span<T> FirstSpan => new(array, start, length);

    /// <summary>Every piece in turn.</summary>
    public SpanEnumerable Spans => new(this);

    /// <summary>The element at <paramref name="index"/>, counted from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref T this[int index] => ref FirstSpan[index];

    /// <summary>Forgets the element type; <see cref="Sequence.Cast"/> restores it.</summary>
    public Sequence Untyped() => new(array, start, length);

    /// <summary>Visits the elements by reference.</summary>
    public Enumerator GetEnumerator() => new(FirstSpan);

    /// <summary>Visits the elements of a sequence by reference.</summary>
    public ref struct Enumerator
    {
        private readonly Span<T> span;
        private int index;

        internal Enumerator(Span<T> span)
        {
            this.span = span;
            index = -1;
        }

        /// <summary>The element that was reached last.</summary>
        public readonly ref T Current => ref span[index];

        /// <summary>Goes to the next element, if there is one.</summary>
        public bool MoveNext() => ++index < span.Length;

        /// <summary>Goes to the next element and gives it.</summary>
        /// <exception cref="InvalidOperationException">There is no further element.</exception>
        public ref T GetNext()
        {
            if (!MoveNext())
                throw new InvalidOperationException("The sequence has no further element.");
            return ref Current;
        }
    }

    /// <summary>The pieces of a sequence.</summary>
    public readonly struct SpanEnumerable
    {
        private readonly Sequence<T> sequence;

        internal SpanEnumerable(Sequence<T> sequence) => this.sequence = sequence;

        /// <summary>Visits the pieces.</summary>
        public SpanEnumerator GetEnumerator() => new(sequence.FirstSpan);
    }

    /// <summary>Visits the one piece of a sequence, or none when it is empty.</summary>
    public ref struct SpanEnumerator
    {
        private bool moved;

        internal SpanEnumerator(Span<T> span) => Current = span;

        /// <summary>The piece.</summary>
        public Span<T> Current { get; }

        /// <summary>Goes to the next piece, if there is one.</summary>
        public bool MoveNext()
        {
            if (moved || Current.IsEmpty)
                return false;
            moved = true;
            return true;
        }
    }
}
