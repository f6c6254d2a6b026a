using System.Net;

namespace RedisCto.Inspection.Connections;

/// <summary>Which servers may be entered by an argument: those on loopback, and the hosts that the user admitted.</summary>
internal sealed class EndpointPolicy(string allowedHosts)
{
    private readonly string[] allowed =
        allowedHosts.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True where REDIS_CTO_ALLOWED_HOSTS names this host, exactly or as <c>*.suffix</c>.</summary>
    public bool Admits(string host) => Array.Exists(allowed, pattern => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length > pattern.Length - 1
        : string.Equals(host, pattern.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    /// <summary>localhost and names below it, which no name server is asked for (RFC 6761).</summary>
    public static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>127.0.0.0/8 and ::1, also where an IPv4 address is written as IPv6.</summary>
    public static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
