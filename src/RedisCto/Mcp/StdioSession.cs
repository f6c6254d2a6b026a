using System.Runtime.InteropServices;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>One client on stdin and stdout, from the first line to a clean exit whatever the client does.</summary>
internal static class StdioSession
{
    /// <summary>How long calls may still run after stdin closed. With what follows, the process ends within three seconds.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long the SDK gets to wind down once it was told to stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(Engines engines, Stream input, Stream output, TimeProvider time)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = Stop(PosixSignal.SIGTERM, stop);
        using var interrupt = Stop(PosixSignal.SIGINT, stop);

        var requests = new RunningRequests(time);
        var stdin = new EndSignallingStream(input, async () =>
        {
            await requests.DrainAsync(DrainLimit, stop.Token);
            await stop.CancelAsync();
        });

        var options = ServerSurface.Describe(engines, time, stop.Token);
        options.Filters.Message.IncomingFilters.Add(requests.TrackIncoming);
        options.Filters.Message.OutgoingFilters.Add(requests.TrackOutgoing);

        var server = McpServer.Create(new StreamServerTransport(stdin, output, ServerSurface.Name), options);
        var running = server.RunAsync(stop.Token);
        await Task.WhenAny(running, Cancelled(stop.Token));
        // An SDK that hangs in its own clean-up must not keep the process: the streams close with it.
        await Task.WhenAny(running, Task.Delay(StopLimit, time, CancellationToken.None));
    }

    private static PosixSignalRegistration Stop(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

    private static Task Cancelled(CancellationToken token) =>
        Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
