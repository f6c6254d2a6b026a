namespace Pipelines.Sockets.Unofficial;

/// <summary>Looks into an event's handlers without allocating.</summary>
public static class Delegates
{
    /// <summary>Whether the delegate calls exactly one method.</summary>
    public static bool IsSingle(this MulticastDelegate handler) => handler.HasSingleTarget;

    /// <summary>The handlers of an event, each as a delegate of its own; none for <see langword="null"/>.</summary>
    public static DelegateEnumerable<T> AsEnumerable<T>(this T? handler) where T : MulticastDelegate => new(handler);

    /// <summary>The handlers of an event.</summary>
    public readonly struct DelegateEnumerable<T> where T : MulticastDelegate
    {
        private readonly T? handler;

        internal DelegateEnumerable(T? handler) => this.handler = handler;

        /// <summary>Visits the handlers in the order in which they were added.</summary>
        public DelegateEnumerator<T> GetEnumerator() => new(handler);
    }

    /// <summary>Visits the handlers of an event.</summary>
    public struct DelegateEnumerator<T> : IDisposable where T : MulticastDelegate
    {
        private Delegate.InvocationListEnumerator<T> handlers;

        internal DelegateEnumerator(T? handler) => handlers = Delegate.EnumerateInvocationList(handler);

        /// <summary>The handler that was reached last.</summary>
        public readonly T Current => handlers.Current;

        /// <summary>Goes to the next handler, if there is one.</summary>
        public bool MoveNext() => handlers.MoveNext();

        /// <summary>Has nothing to release; a foreach of StackExchange.Redis calls it.</summary>
        public readonly void Dispose()
        {
        }
    }
}
