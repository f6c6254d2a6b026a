using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Runs a connection's work on threads of its own, so that a thread pool full of blocked callers does not stall replies.</summary>
public sealed class DedicatedThreadPoolPipeScheduler : PipeScheduler, IDisposable
{
    private readonly Queue<(Action<object?> Action, object? State)> _queue = new();
    private readonly int _useThreadPoolQueueLength;
    private int _available;
    private long _servicedByQueue;
    private long _servicedByPool;
    private bool _disposed;

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
        _useThreadPoolQueueLength = useThreadPoolQueueLength;
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
    public int AvailableCount => Volatile.Read(ref _available);

    /// <summary>How many items the threads took.</summary>
    public long TotalServicedByQueue => Volatile.Read(ref _servicedByQueue);

    /// <summary>How many items the thread pool took.</summary>
    public long TotalServicedByPool => Volatile.Read(ref _servicedByPool);

    /// <inheritdoc/>
    public override void Schedule(Action<object?> action, object? state)
    {
        bool askPool;
        lock (_queue)
        {
            _queue.Enqueue((action, state));
            askPool = _disposed || _queue.Count > _useThreadPoolQueueLength;
            if (!_disposed)
                Monitor.Pulse(_queue);
        }

        if (askPool)
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.WorkOnce(), this, preferLocal: false);
    }

    /// <summary>Ends the threads once they have done what is queued; later items go to the thread pool.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            Monitor.PulseAll(_queue);
        }
    }

    private void Work()
    {
        while (Next() is (var action, var state))
            action(state);
    }

    private (Action<object?> Action, object? State)? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_disposed)
                    return null;
                _available++;
                Monitor.Wait(_queue);
                _available--;
            }

            _servicedByQueue++;
            return _queue.Dequeue();
        }
    }

    private void WorkOnce()
    {
        (Action<object?> Action, object? State) item;
        lock (_queue)
        {
            // A thread of ours may have been faster.
            if (!_queue.TryDequeue(out item))
                return;
            _servicedByPool++;
        }

        item.Action(item.State);
    }
}
