using System.Globalization;

namespace RedisCto.Inspection.Connections;

/// <summary>Reads <c>redis[s]://[user:]password@host:port/db</c> as redis-cli does: a lone word before the @ is the password.</summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;
    private const int LongestHostName = 253;

    public static bool IsUrl(string text) =>
        text.StartsWith("redis://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">The text is no such URL; the message repeats nothing of it.</exception>
    public static ConnectionSettings Parse(string text, string source)
    {
        var tls = text.StartsWith("rediss", StringComparison.OrdinalIgnoreCase);
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];

        // The last @ ends the credentials, so that a password may hold the characters which a strict URL would have escaped.
        var at = rest.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : ReadCredentials(rest[..at]);
        var address = rest[(at + 1)..];
        var hostEnd = address.IndexOfAny(['/', '?', '#']);
        var (host, port) = ReadHostAndPort(hostEnd < 0 ? address : address[..hostEnd]);
        return new ConnectionSettings(source, host, port)
        {
            Tls = tls,
            User = user,
            Password = password,
            Database = hostEnd < 0 ? null : ReadDatabase(address[hostEnd..]),
        };
    }

    /// <summary>Reads "host:port", "host", "[::1]:6379" or "::1".</summary>
    /// <exception cref="FormatException">There is no host, or the port is no number from 1 to 65535.</exception>
    public static (string Host, int Port) ReadHostAndPort(string text)
    {
        var (host, port) = (text, "");
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
                throw new FormatException("the address in [ ] is not closed");
            (host, port) = (text[1..close], text[(close + 1)..]);
            if (port.Length > 0 && port[0] != ':')
                throw new FormatException("a port must follow the address in [ ] after a colon");
            port = port.TrimStart(':');
        }
        else if (text.Count(character => character == ':') == 1)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (host, port) = (text[..colon], text[(colon + 1)..]);
        }

        host = host.TrimEnd('.');
        if (!IsHostName(host))
            throw new FormatException("there is no host name");
        if (port.Length == 0)
            return (host, DefaultPort);
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? (host, number)
            : throw new FormatException("the port is not a number from 1 to 65535");
    }

    /// <summary>A name or address as resolvers take them; anything else would be printed as a label.</summary>
    public static bool IsHostName(string text) => text.Length is > 0 and <= LongestHostName &&
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':' or '%');

    private static (string User, string Password) ReadCredentials(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? ("", Uri.UnescapeDataString(text))
            : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
    }

    private static int? ReadDatabase(string pathAndQuery)
    {
        var path = pathAndQuery.Split('?', '#')[0].Trim('/');
        if (path.Length == 0)
            return null;
        return int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw new FormatException("the path is not a database number");
    }
}
