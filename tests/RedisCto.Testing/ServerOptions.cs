namespace RedisCto.Testing;

/// <summary>How a test wants its server: what differs from an empty, unprotected server without persistence on a loopback port.</summary>
public sealed record ServerOptions
{
    public static ServerOptions Default { get; } = new();

    /// <summary>Added to the server's command line as they are: <c>["--maxmemory", "10mb"]</c>. Garnet has names of its own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Users as an ACL file has them, without the leading "user": <c>"reader on >secret ~* +@read"</c>.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The password of the default user; <see cref="RedisServer.SendAsync"/> and the connection strings know it.</summary>
    public string? Password { get; init; }

    /// <summary>Opens a second port that speaks TLS, with a certificate that dies with the server.</summary>
    public bool Tls { get; init; }

    /// <summary>Directives of a Sentinel, which the server then is.</summary>
    internal IReadOnlyList<string> Sentinel { get; init; } = [];

    /// <summary>How long the server may take to answer its first PING.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);
}
