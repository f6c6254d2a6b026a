using System.Diagnostics;

namespace RedisCto.Testing.Launching;

/// <summary>The process of one server: started under guard, stopped by its own pid only.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The shell waits for a word before it becomes the server, so that the server is under guard before it exists.
    // Output goes to a file: a pipe would have to be emptied, and a paused test would stop the server.
    private const string StartUnderGuard = """read -r go || exit 1; log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private ServerProcess(Process process) => this.process = process;

    public int Pid => process.Id;

    public bool HasExited => process.HasExited;

    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command, string folder, string log)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command.Skip(1))
            : new ProcessStartInfo("/bin/sh", ["-c", StartUnderGuard, "sh", log, .. command]) { RedirectStandardInput = true, UseShellExecute = false };
        start.WorkingDirectory = folder;
        var started = Process.Start(start) ?? throw new IOException($"{command[0]} could not be started");
        Watchdog.Guard(started.Id);
        if (start.RedirectStandardInput)
        {
            await started.StandardInput.WriteLineAsync("go");
            started.StandardInput.Close();
        }

        return new ServerProcess(started);
    }

    public Task SignalAsync(string signal, CancellationToken cancellation) =>
        OperatingSystem.IsWindows()
            ? throw new PlatformNotSupportedException("a server cannot be paused on Windows")
            : Provisioning.Tool.RunAsync("/bin/sh", ["-c", $"kill -{signal} {Pid}"], cancellation);

    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(EndLimit);
        await process.WaitForExitAsync(limit.Token);
        Watchdog.Release(Pid);
    }

    /// <summary>Ends it at once, as a crash would: no save, no goodbye.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        if (!process.HasExited)
            process.Kill();
        await WaitForEndAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        process.Dispose();
    }
}
