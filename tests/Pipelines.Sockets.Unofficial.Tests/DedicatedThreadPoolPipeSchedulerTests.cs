using RedisCto.Testing;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>Work on threads of one's own: done, helped by the pool under pressure, and ended with the scheduler.</summary>
public sealed class DedicatedThreadPoolPipeSchedulerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScheduledWork_RunsOnTheSchedulersOwnThread()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("own thread", workerCount: 2);

        Assert.Equal("own thread", await RunAsync(scheduler, () => Thread.CurrentThread.Name));
        Assert.Equal(2, scheduler.WorkerCount);
        Assert.Equal(1, scheduler.TotalServicedByQueue);
        Assert.Equal(0, scheduler.TotalServicedByPool);
        await Eventually.TrueAsync("both threads wait again", () => Task.FromResult(scheduler.AvailableCount == 2), Cancellation);
    }

    [Fact]
    public async Task WorkBehindBlockedThreads_IsTakenByThePool()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("blocked", workerCount: 1, useThreadPoolQueueLength: 1);
        using var release = new ManualResetEventSlim();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = RunAsync(scheduler, () => started.TrySetResult() && release.Wait(TimeSpan.FromSeconds(20), Cancellation));
        await started.Task.WaitAsync(Cancellation);

        // What is queued beyond the limit goes to the pool; the last item may stay for the thread.
        var behind = Enumerable.Range(0, 10).Select(_ => RunAsync(scheduler, () => Thread.CurrentThread.IsThreadPoolThread)).ToArray();
        Assert.True(await await Task.WhenAny(behind));

        release.Set();
        Assert.True(await blocked);
        await Task.WhenAll(behind);
        Assert.Equal(11, scheduler.TotalServicedByQueue + scheduler.TotalServicedByPool);
    }

    [Fact]
    public async Task DisposedScheduler_FinishesItsQueue_AndSendsTheRestToThePool()
    {
        var scheduler = new DedicatedThreadPoolPipeScheduler("disposed", workerCount: 1, useThreadPoolQueueLength: 100);
        using var release = new ManualResetEventSlim();
        var running = RunAsync(scheduler, () => release.Wait(TimeSpan.FromSeconds(20), Cancellation));
        var queued = RunAsync(scheduler, () => true);

        scheduler.Dispose();
        release.Set();

        Assert.True(await running);
        Assert.True(await queued);
        Assert.True(await RunAsync(scheduler, () => Thread.CurrentThread.IsThreadPoolThread));
    }

    [Fact]
    public void SchedulerWithoutThreads_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DedicatedThreadPoolPipeScheduler("none", workerCount: 0));

    private static Task<T> RunAsync<T>(DedicatedThreadPoolPipeScheduler scheduler, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Schedule(
            _ =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            null);
        return done.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }
}
