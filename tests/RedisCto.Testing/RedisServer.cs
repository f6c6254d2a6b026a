using System.Globalization;
using System.Security.Cryptography;
using RedisCto.Core;
using RedisCto.Testing.Launching;
using RedisCto.Testing.Provisioning;
using RedisCto.Testing.Resp;

namespace RedisCto.Testing;

/// <summary>A running server of a test's own, on 127.0.0.1, with a folder that goes when it goes.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly ServerBinary binary;
    private readonly ServerOptions options;
    private readonly ServerFolder folder;
    private ServerProcess process;
    private RespConnection? connection;

    private RedisServer(ServerBinary binary, ServerOptions options, ServerFolder folder, ServerProcess process)
    {
        this.binary = binary;
        this.options = options;
        this.folder = folder;
        this.process = process;
    }

    /// <summary>The name in the matrix.</summary>
    public string Name => binary.Name;

    public Product Product => binary.Product;

    public ServerVersion Version => binary.Version;

    public string Host { get; } = "127.0.0.1";

    public int Port => folder.Port;

    /// <summary>
    /// The port that speaks TLS; null unless <see cref="ServerOptions.Tls"/> was asked for. Garnet has one port only, which then speaks TLS.
    /// </summary>
    public int? TlsPort => folder.TlsPort;

    /// <summary>The certificate (PEM) of the authority that signed the server's; null without TLS.</summary>
    public string? CertificatePath => folder.TlsPort is null ? null : folder.AuthorityCertificate;

    /// <summary>Of a container: the engine's client.</summary>
    public int Pid => process.Pid;

    /// <summary>The folder of the data, the configuration file and the log.</summary>
    public string DataFolder => folder.Path;

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>For StackExchange.Redis, as administrator.</summary>
    public string ConnectionString => $"{Endpoint},allowAdmin=true{PasswordPart}";

    /// <summary>For StackExchange.Redis over TLS; the client must be told to trust <see cref="CertificatePath"/>.</summary>
    public string TlsConnectionString => TlsPort is { } port
        ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port},ssl=true,sslHost=localhost,allowAdmin=true{PasswordPart}")
        : throw new InvalidOperationException($"{Name} was started without {nameof(ServerOptions.Tls)}.");

    private string PasswordPart => options.Password is null ? "" : $",password={options.Password}";

    internal static async Task<RedisServer> StartAsync(ServerBinary binary, ServerOptions options, CancellationToken cancellation)
    {
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            var home = await ServerFolder.CreateAsync(binary, options, cancellation);
            ServerProcess? started = null;
            try
            {
                started = await home.StartAsync(binary, cancellation);
                var server = new RedisServer(binary, options, home, started);
                await server.WaitUntilReadyAsync(cancellation);
                return server;
            }
            catch (Exception e)
            {
                if (started is not null)
                    await started.DisposeAsync();
                var portWasTaken = home.ReadLog().Contains("in use", StringComparison.OrdinalIgnoreCase);
                home.Delete();
                if (attempt == attempts || !portWasTaken || e is OperationCanceledException)
                    throw;
            }
        }
    }

    /// <summary>A prefix that no other test of any process uses.</summary>
    public static string NewPrefix() => $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}:";

    /// <summary>Sends one command over the server's own connection: <c>await server.SendAsync("SET", "k", "v")</c>.</summary>
    /// <exception cref="RespErrorException">The server answered with an error.</exception>
    public async Task<RespReply> SendAsync(params string[] command)
    {
        var reply = await TrySendAsync(command);
        return reply.IsError ? throw new RespErrorException(reply.Text) : reply;
    }

    /// <summary>As <see cref="SendAsync"/>, but an error is a reply like any other.</summary>
    public async Task<RespReply> TrySendAsync(params string[] command)
    {
        ArgumentNullException.ThrowIfNull(command);
        // A failover or CLIENT KILL ends idle connections; a command that was not sent yet may safely go over a new one.
        if (connection?.IsClosedByServer == true)
            await DisconnectAsync();
        connection ??= await ConnectAsync();
        try
        {
            return await connection.TrySendAsync(command, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // What the connection would read next belongs to the lost command.
            await DisconnectAsync();
            throw;
        }
    }

    /// <summary>Runs a line as redis-cli would and hands back what it would print: <c>await server.CliAsync("GET k")</c>.</summary>
    public async Task<string> CliAsync(string line) => (await TrySendAsync([.. CommandLine.Split(line)])).ToString();

    /// <summary>Opens a connection of the caller's own, as the default user or as the one named.</summary>
    /// <exception cref="RespErrorException">The password is wrong.</exception>
    public async Task<RespConnection> ConnectAsync(string? user = null, string? password = null, CancellationToken cancellation = default)
    {
        var opened = await OpenAsync(cancellation);
        try
        {
            if ((password ?? options.Password) is { } secret)
                await opened.SendAsync(["AUTH", user ?? "default", secret], cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it in order (SIGTERM), as a service manager would; the data folder stays.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        await DisconnectAsync();
        await process.SignalAsync("TERM", cancellation);
        await process.WaitForEndAsync(cancellation);
    }

    /// <summary>Ends it at once (SIGKILL), as a crash would; the data folder stays.</summary>
    public async Task KillAsync(CancellationToken cancellation = default)
    {
        await DisconnectAsync();
        await process.KillAsync(cancellation);
    }

    /// <summary>Freezes it (SIGSTOP): connections stay open, nothing is answered.</summary>
    public Task PauseAsync(CancellationToken cancellation = default) => process.PauseAsync(cancellation);

    /// <summary>Lets a frozen server go on (SIGCONT).</summary>
    public Task ResumeAsync(CancellationToken cancellation = default) => process.SignalAsync("CONT", cancellation);

    /// <summary>Starts it again on the same port and folder, stopping it in order first where it still runs.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        if (!process.HasExited)
            await StopAsync(cancellation);
        await DisconnectAsync();
        await process.DisposeAsync();
        process = await folder.StartAsync(binary, cancellation);
        await WaitUntilReadyAsync(cancellation);
    }

    /// <summary>What the server has logged so far.</summary>
    public string ReadLog() => folder.ReadLog();

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        await process.DisposeAsync();
        folder.Delete();
    }

    private async Task DisconnectAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } open)
            await open.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StartLimit);
        try
        {
            while (!await AnswersAsync(limit.Token))
            {
                if (process.HasExited)
                    throw new IOException($"{Name} ended right after its start:\n{Tail()}");
                await Task.Delay(TimeSpan.FromMilliseconds(15), limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{Name} did not answer within {options.StartLimit.TotalSeconds:0} s:\n{Tail()}", e);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var probe = await OpenAsync(cancellation);
            var reply = await probe.TrySendAsync(["PING"], cancellation);
            // A server that asks for a password is up; one that loads its data is not.
            if (reply.Text is not "PONG" && !reply.Text.StartsWith("NOAUTH", StringComparison.Ordinal))
                return false;

            // Another process may have taken the port since it was free; its server would answer as well.
            var info = await probe.TrySendAsync(["INFO", "server"], cancellation);
            // (Inside a container every server is process 1.)
            return binary.Engine is not null
                || InfoText.Field(info.Text, "process_id") is not { } pid
                || string.Equals(pid, Pid.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            // Invalid data: another program took the port first; ours has ended, or will, and is started again elsewhere.
            return false;
        }
    }

    private Task<RespConnection> OpenAsync(CancellationToken cancellation) => Port == TlsPort
        ? RespConnection.ConnectTlsAsync(Host, Port, folder.AuthorityCertificate, cancellation)
        : RespConnection.ConnectAsync(Host, Port, cancellation);

    private string Tail() => string.Join('\n', folder.ReadLog().Split('\n').TakeLast(15));
}
