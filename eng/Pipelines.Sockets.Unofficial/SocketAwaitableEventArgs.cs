using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>One socket operation that can be awaited, and given up before the socket answers.</summary>
/// <param name="ioScheduler">Where the awaiting code continues; <see langword="null"/> for the thread that completes the operation.</param>
public sealed class SocketAwaitableEventArgs(PipeScheduler? ioScheduler = null)
    : SocketAsyncEventArgs(true), ICriticalNotifyCompletion
{
    private static readonly Action Done = static () => { };

    private readonly PipeScheduler resumeOn = ioScheduler ?? PipeScheduler.Inline;
    private Action? waiting;
    private int abortedWith = (int)SocketError.Success;

    /// <summary>Whether the operation completed, failed or was aborted.</summary>
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref waiting), Done);

    /// <summary>The awaiter, which is this object.</summary>
    public SocketAwaitableEventArgs GetAwaiter() => this;

    /// <summary>The number of bytes that were moved.</summary>
    /// <exception cref="SocketException">The operation failed or was aborted.</exception>
    public int GetResult()
    {
        var aborted = (SocketError)Volatile.Read(ref abortedWith);
        if (aborted is not SocketError.Success)
            throw new SocketException((int)aborted);
        if (SocketError is not SocketError.Success)
            throw new SocketException((int)SocketError);
        return BytesTransferred;
    }

    /// <summary>Says that the operation completed at once, so that the socket will not report it.</summary>
    public void Complete()
    {
        var continuation = Interlocked.Exchange(ref waiting, Done);
        if (continuation is not null && !ReferenceEquals(continuation, Done))
            Continue(resumeOn, continuation);
    }

    /// <summary>Lets the awaiting code fail with <paramref name="error"/> now; what the socket reports later is ignored.</summary>
    public void Abort(SocketError error = SocketError.OperationAborted)
    {
        if (error is SocketError.Success)
            throw new ArgumentException("Success is no reason to abort.", nameof(error));
        if (!IsCompleted)
            Interlocked.CompareExchange(ref abortedWith, (int)error, (int)SocketError.Success);
        Complete();
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref waiting, continuation, null), Done))
        {
            // It completed between the awaiter's two questions; running the code here could nest without end.
            Continue(ReferenceEquals(resumeOn, PipeScheduler.Inline) ? PipeScheduler.ThreadPool : resumeOn, continuation);
        }
    }

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e) => Complete();

    private static void Continue(PipeScheduler scheduler, Action continuation) =>
        scheduler.Schedule(static state => ((Action)state!)(), continuation);
}
