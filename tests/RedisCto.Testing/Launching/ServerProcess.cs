using System.Diagnostics;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Launching;

/// <summary>The process of one server: started under guard, stopped by its own pid only.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The shell waits for a word before it becomes the server, so that the server is under guard before it exists.
    // Output goes to a file: a pipe would have to be emptied, and a paused test would stop the server.
    private const string StartUnderGuard = """read -r go || exit 1; log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private readonly Container? container;

    private ServerProcess(Process process, Container? container)
    {
        this.process = process;
        this.container = container;
    }

    /// <summary>The process is then the engine's client, and signals go through the engine.</summary>
    internal sealed record Container(string Name, string Engine);

    public int Pid => process.Id;

    public bool HasExited => process.HasExited;

    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command, string folder, string log, Container? container)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(command[0], command.Skip(1))
            : new ProcessStartInfo("/bin/sh", ["-c", StartUnderGuard, "sh", log, .. command])
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
            };
        start.WorkingDirectory = folder;
        var started = Process.Start(start) ?? throw new IOException($"{command[0]} could not be started");
        Watchdog.Guard(started.Id);
        if (container is not null)
            Watchdog.GuardContainer(container.Name, container.Engine);
        if (start.RedirectStandardInput)
        {
            await started.StandardInput.WriteLineAsync("go");
            started.StandardInput.Close();
        }

        return new ServerProcess(started, container);
    }

    /// <exception cref="IOException">The signal could not be sent.</exception>
    public async Task SignalAsync(string signal, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("a server cannot be signalled on Windows");

        var sent = container is null
            ? await Tool.RunAsync("/bin/sh", ["-c", $"kill -{signal} {Pid}"], cancellation)
            : await Tool.RunAsync(container.Engine, ["kill", "--signal", signal, container.Name], cancellation);
        if (sent.ExitCode != 0)
            throw new IOException($"{signal} could not be sent: {sent.Error.Trim()}");
    }

    /// <summary>Freezes it and returns once it is frozen: a signal alone only asks for that, and a busy machine takes its time.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        await SignalAsync("STOP", cancellation);
        while (OperatingSystem.IsLinux() && !process.HasExited && !await IsStoppedAsync(cancellation))
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
    }

    // Each thread stops by itself; "T" stands behind the name, which may hold anything but ends with the last bracket.
    private async Task<bool> IsStoppedAsync(CancellationToken cancellation)
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{Pid}/task"))
        {
            var status = await File.ReadAllTextAsync(Path.Combine(thread, "stat"), cancellation);
            if (status[(status.LastIndexOf(')') + 2)..] is not ['T' or 't', ..])
                return false;
        }

        return true;
    }

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
        if (!process.HasExited && container is not null)
            await SignalAsync("KILL", cancellation);
        else if (!process.HasExited)
            process.Kill();
        await WaitForEndAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        process.Dispose();
    }
}
