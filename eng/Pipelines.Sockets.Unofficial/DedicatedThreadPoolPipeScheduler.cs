using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Runs a connection's work on threads of its own, so that a thread pool full of blocked callers does not stall replies.</summary>
public sealed class DedicatedThreadPoolPipeScheduler : PipeScheduler, IDisposable
{
    private readonly Queue<(Action<object?> Action, object? State)> queue = new();
    private readonly int useThreadPoolQueueLength;
    private int available;
    private long servicedByQueue;
    private long servicedByPool;
    private bool disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">The name of the threads, for a debugger.</param>
    /// <param name="workerCount">How many threads.</param>
    /// <param name="useThreadPoolQueueLength">With so many items waiting, the thread pool helps.</param>
    /// <param name="priority">The priority of the threads.</param>
    public DedicatedThreadPoolPipeScheduler(
        string? name = null,
        int workerCount = 5,
        int useThreadPoolQueueLength = 10,
        ThreadPriority priority = ThreadPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workerCount);
        ArgumentOutOfRangeException.ThrowIfNegative(useThreadPoolQueueLength);
        WorkerCount = workerCount;
        this.useThreadPoolQueueLength = useThreadPoolQueueLength;
        for (var i = 0; i < workerCount; i++)
        {
            var thread = new Thread(Work)
            {
                Name = string.IsNullOrWhiteSpace(name) ? nameof(DedicatedThreadPoolPipeScheduler) : name,
                Priority = priority,
                IsBackground = true,
            };

            // The threads outlive the call that happens to create them, and must not carry its execution context.
            thread.UnsafeStart();
        }
    }

    /// <summary>How many threads there are while the scheduler is not disposed.</summary>
    public int WorkerCount { get; }

    /// <summary>How many threads wait for work.</summary>
    public int AvailableCount => Volatile.Read(ref available);

    /// <summary>How many items the threads took.</summary>
    public long TotalServicedByQueue => Volatile.Read(ref servicedByQueue);

    /// <summary>How many items the thread pool took.</summary>
    public long TotalServicedByPool => Volatile.Read(ref servicedByPool);

    /// <inheritdoc/>
    public override void Schedule(Action<object?> action, object? state)
    {
        bool askPool;
        lock (queue)
        {
            queue.Enqueue((action, state));
            askPool = disposed || queue.Count > useThreadPoolQueueLength;
            if (!disposed)
                Monitor.Pulse(queue);
        }

        if (askPool)
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.WorkOnce(), this, preferLocal: false);
    }

    /// <summary>Ends the threads once they have done what is queued; later items go to the thread pool.</summary>
    public void Dispose()
    {
        lock (queue)
        {
            disposed = true;
            Monitor.PulseAll(queue);
        }
    }

    private void Work()
    {
        while (Next() is (var action, var state))
            action(state);
    }

    private (Action<object?> Action, object? State)? Next()
    {
        lock (queue)
        {
            while (queue.Count == 0)
            {
                if (disposed)
                    return null;
                available++;
                Monitor.Wait(queue);
                available--;
            }

            servicedByQueue++;
            return queue.Dequeue();
        }
    }

    private void WorkOnce()
    {
        (Action<object?> Action, object? State) item;
        lock (queue)
        {
            // A thread of ours may have been faster.
            if (!queue.TryDequeue(out item))
                return;
            servicedByPool++;
        }

        item.Action(item.State);
    }
}
