using System.Net;
using StackExchange.Redis;

namespace RedisCto.Inspection.Connections;

/// <summary>Reads a StackExchange.Redis configuration string with StackExchange.Redis' own parser, so that it means what it means to the app.</summary>
internal static class ConfigurationString
{
    /// <exception cref="FormatException">The text is no configuration string, or names what cannot be inspected; nothing of it is repeated.</exception>
    public static ConnectionSettings Parse(string text, string source)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(text, ignoreUnknown: true);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
#pragma warning disable MA0054 // The parser quotes what it could not read, which may be a part of a password.
            throw new FormatException("it is neither a redis:// URL nor a StackExchange.Redis configuration string");
#pragma warning restore MA0054
        }

        if (options.ServiceName is { Length: > 0 })
            throw new FormatException("it names a Sentinel service (serviceName); give the host:port of the server itself");
        var (host, port) = options.EndPoints.FirstOrDefault() switch
        {
            DnsEndPoint dns => (dns.Host, dns.Port),
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            null => throw new FormatException("it names no host"),
            _ => throw new FormatException("it names a Unix socket; give host:port"),
        };
        if (!RedisUrl.IsHostName(host))
            throw new FormatException("it is neither a redis:// URL nor a StackExchange.Redis configuration string");

        return new ConnectionSettings(source, host, port > 0 ? port : options.Ssl ? 6380 : 6379)
        {
            Tls = options.Ssl,
            TlsHost = options.SslHost is { Length: > 0 } name ? name : host,
            User = options.User ?? "",
            Password = options.Password ?? "",
            Database = options.DefaultDatabase,
            OtherEndpoints = options.EndPoints.Count - 1,
        };
    }
}
