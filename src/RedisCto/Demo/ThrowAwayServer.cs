using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RedisCto.Demo;

/// <summary>A server of our own on a free loopback port, with its files in a temporary folder; it ends with this object.</summary>
internal sealed class ThrowAwayServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly TemporaryFolder folder;

    private ThrowAwayServer(Process process, TemporaryFolder folder, int port)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <exception cref="IOException">The server does not answer.</exception>
    public static async Task<ThrowAwayServer> StartAsync(ServerBinary binary, CancellationToken cancellationToken)
    {
        var port = FreePort();
        TemporaryFolder files = new("redis-cto-demo");
        ProcessStartInfo start = new(binary.Command, [.. binary.Arguments, "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = files.Path,
        };
        var started = Process.Start(start) ?? throw new IOException($"{binary.Name} did not start.");
        started.OutputDataReceived += static (_, _) => { };
        started.ErrorDataReceived += static (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        ThrowAwayServer server = new(started, files, port);
        try
        {
            await server.WaitUntilItAnswersAsync(binary.Name, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            using CancellationTokenSource limit = new(StopLimit);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        process.Dispose();
        folder.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(string name, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < StartLimit && !process.HasExited)
        {
            try
            {
                await using var connection = await RespConnection.OpenAsync(Port, cancellationToken);
                await connection.FlushAsync(cancellationToken);
                return;
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }

        throw new IOException($"{name} did not answer on 127.0.0.1:{Port}.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
