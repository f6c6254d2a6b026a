using System.Globalization;
using System.Text;
using RedisCto.Core;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Launching;

/// <summary>The temporary folder a server lives in: configuration, users, certificates, data, log, and the command that starts it.</summary>
internal sealed class ServerFolder
{
    private ServerFolder(string path, int port, int? tlsPort)
    {
        Path = path;
        Port = port;
        TlsPort = tlsPort;
    }

    public string Path { get; }

    public int Port { get; }

    /// <summary>The same as <see cref="Port"/> where the server has one port only (Garnet), which then speaks TLS.</summary>
    public int? TlsPort { get; }

    public IReadOnlyList<string> Command { get; private set; } = [];

    public string Log => System.IO.Path.Combine(Path, "server.log");

    public string AuthorityCertificate => System.IO.Path.Combine(Path, "ca.crt");

    public static async Task<ServerFolder> CreateAsync(ServerBinary binary, ServerOptions options, CancellationToken cancellation)
    {
        var path = Directory.CreateTempSubdirectory("redis-cto-server-").FullName;
        Watchdog.GuardFolder(path);
        var port = LoopbackPorts.Take();
        int? tlsPort = options.Tls ? binary.Product == Product.Garnet ? port : LoopbackPorts.Take() : null;
        var folder = new ServerFolder(path, port, tlsPort);
        try
        {
            if (options.Tls)
                await TestCertificates.WriteAsync(path, cancellation);
            folder.Command = binary.Product == Product.Garnet
                ? await folder.PrepareGarnetAsync(binary, options, cancellation)
                : await folder.PrepareRedisAsync(binary, options, cancellation);
            return folder;
        }
        catch
        {
            folder.Delete();
            throw;
        }
    }

    public string ReadLog()
    {
        if (!File.Exists(Log))
            return "";
        using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Delete()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    /// <summary>Starts the command, for the first time or again on what the last run left.</summary>
    public async Task<ServerProcess> StartAsync(ServerBinary binary, CancellationToken cancellation)
    {
        if (binary.Engine is not { } engine)
            return await ServerProcess.StartAsync(Command, Path, Log, container: null);

        // A name of its own for each run: the engine may still be clearing away the last one.
        var container = new ServerProcess.Container($"redis-cto-{Guid.NewGuid():N}", engine);
        var run = await ContainerEngine.RunAsync(binary, container.Name, Path, cancellation);
        return await ServerProcess.StartAsync([.. run, .. Command.Skip(binary.Launcher.Count)], Path, Log, container);
    }

    private async Task<IReadOnlyList<string>> PrepareRedisAsync(ServerBinary binary, ServerOptions options, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        lines.AppendLine(CultureInfo.InvariantCulture, $"port {Port}")
            .AppendLine("bind 127.0.0.1")
            .AppendLine(CultureInfo.InvariantCulture, $"dir {Path}")
            .AppendLine("daemonize no");
        if (options.Sentinel.Count > 0)
        {
            lines.AppendJoin('\n', options.Sentinel).AppendLine();
            await File.WriteAllTextAsync(Inside("server.conf"), lines.ToString(), cancellation);
            return [.. binary.Launcher, Inside("server.conf"), "--sentinel"];
        }

        lines.AppendLine("save \"\"")
            .AppendLine("appendonly no");
        // Before 7.0 DEBUG is always on and the directive is unknown.
        if (binary.Version.Major >= 7)
            lines.AppendLine("enable-debug-command local");
        if (options.Password is { } password)
            lines.AppendLine(CultureInfo.InvariantCulture, $"requirepass {password}");
        foreach (var user in options.Users)
            lines.AppendLine(CultureInfo.InvariantCulture, $"user {user}");
        if (TlsPort is { } tlsPort)
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $"tls-port {tlsPort}")
                .AppendLine(CultureInfo.InvariantCulture, $"tls-cert-file {Inside("server.crt")}")
                .AppendLine(CultureInfo.InvariantCulture, $"tls-key-file {Inside("server.key")}")
                .AppendLine(CultureInfo.InvariantCulture, $"tls-ca-cert-file {AuthorityCertificate}")
                .AppendLine("tls-auth-clients no");
        }

        await File.WriteAllTextAsync(Inside("server.conf"), lines.ToString(), cancellation);
        return [.. binary.Launcher, Inside("server.conf"), .. options.Arguments];
    }

    private async Task<IReadOnlyList<string>> PrepareGarnetAsync(ServerBinary binary, ServerOptions options, CancellationToken cancellation)
    {
        List<string> command =
        [
            .. binary.Launcher,
            "--port", Port.ToString(CultureInfo.InvariantCulture),
            "--bind", "127.0.0.1",
            "--lua",
            "--memory", "256m", "--index", "8m", "--page", "4m",
            "--checkpointdir", Path,
            "--enable-debug-command", "local",
        ];
        if (options.Users.Count > 0)
        {
            var users = new List<string>(options.Users.Select(user => $"user {user}"));
            if (options.Password is { } defaultPassword)
                users.Insert(0, $"user default on >{defaultPassword} ~* +@all");
            await File.WriteAllLinesAsync(Inside("users.acl"), users, cancellation);
            command.AddRange(["--auth", "ACL", "--acl-file", Inside("users.acl")]);
        }
        else if (options.Password is { } password)
        {
            command.AddRange(["--auth", "Password", "--password", password]);
        }

        if (TlsPort is not null)
        {
            command.AddRange(["--tls", "--cert-file-name", Inside("server.pfx"), "--cert-password", TestCertificates.PfxPassword]);
            command.AddRange(["--client-certificate-required", "false"]);
        }

        return [.. command, .. options.Arguments];
    }

    private string Inside(string name) => System.IO.Path.Combine(Path, name);
}
