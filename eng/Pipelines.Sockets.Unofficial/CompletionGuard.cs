namespace Pipelines.Sockets.Unofficial;

/// <summary>Holds back the end of a pipe while its user still touches its memory.</summary>
/// <remarks>
/// StackExchange.Redis completes the pipes of a broken connection while other threads may be writing a command or parsing a reply.
/// A pipe that both sides completed returns its memory to the pool at once, and the next connection to rent it would share it with them.
/// </remarks>
internal sealed class CompletionGuard(Action<Exception?> complete)
{
    private const int Idle = 0;
    private const int InUse = 1;
    private const int CompleteWhenIdle = 2;
    private const int Completed = 3;

    private int state;
    private Exception? withException;

    /// <summary>Memory is about to be handed out.</summary>
    /// <exception cref="InvalidOperationException">The pipe was completed.</exception>
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref state, InUse, Idle) is CompleteWhenIdle or Completed)
            throw new InvalidOperationException("The pipe was completed.");
    }

    /// <summary>The memory was given back.</summary>
    public void Leave()
    {
        if (Interlocked.CompareExchange(ref state, Idle, InUse) is CompleteWhenIdle
            && Interlocked.CompareExchange(ref state, Completed, CompleteWhenIdle) is CompleteWhenIdle)
        {
            complete(withException);
        }
    }

    /// <summary>Completes the pipe now, or as soon as its memory was given back; only the first call counts.</summary>
    public void Complete(Exception? exception)
    {
        if (Interlocked.CompareExchange(ref state, Completed, Idle) is Idle)
        {
            complete(exception);
            return;
        }

        Interlocked.CompareExchange(ref withException, exception, null);
        if (Interlocked.CompareExchange(ref state, CompleteWhenIdle, InUse) is Idle)
            Complete(exception);
    }
}
