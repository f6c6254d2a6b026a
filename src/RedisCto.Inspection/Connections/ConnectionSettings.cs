using System.Globalization;

namespace RedisCto.Inspection.Connections;

/// <summary>Where a server is and how to enter. Prints as <c>host:port</c>, whatever prints it.</summary>
/// <param name="source">What the user set: the environment variable or the argument; named in every remedy.</param>
internal sealed class ConnectionSettings(string source, string host, int port)
{
    public string Source { get; } = source;

    public string Host { get; } = host;

    public int Port { get; } = port;

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    public bool Tls { get; init; }

    /// <summary>The name that the server's certificate must carry.</summary>
    public string TlsHost { get; init; } = host;

    /// <summary>A PEM file with the authorities to trust instead of the system's; empty for the system's.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>The logical database, where the connection names one.</summary>
    public int? Database { get; init; }

    /// <summary>Endpoints that the connection names besides this one.</summary>
    public int OtherEndpoints { get; init; }

    /// <summary>True where only loopback addresses may be entered: an endpoint that came as an argument.</summary>
    public bool LoopbackOnly { get; init; }

    public bool HasCredentials => User.Length > 0 || Password.Length > 0;

    public string Label => FormatLabel(Host, Port);

    public static string FormatLabel(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    public override string ToString() => Label;
}
