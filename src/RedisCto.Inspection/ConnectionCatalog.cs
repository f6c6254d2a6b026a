using RedisCto.Inspection.Connections;

namespace RedisCto.Inspection;

/// <summary>
/// The Redis connections that the user configured in the environment: <c>REDIS_URL</c> (named "default") and
/// <c>REDIS_CTO_CONNECTIONS__name</c>. Nothing is parsed or opened before it is asked for, and nothing of it prints a password.
/// </summary>
public sealed class ConnectionCatalog
{
    private const string DefaultName = "default";
    private const string DefaultVariable = "REDIS_URL";
    private const string NamedPrefix = "REDIS_CTO_CONNECTIONS__";
    private const string AllowedHostsVariable = "REDIS_CTO_ALLOWED_HOSTS";
    private const string AuthorityFileVariable = "REDIS_CTO_CA_FILE";

    private readonly Dictionary<string, (string Variable, string Text)> configured = new(StringComparer.OrdinalIgnoreCase);
    private readonly EndpointPolicy policy;
    private readonly string authorityFile;

    private ConnectionCatalog(IReadOnlyDictionary<string, string?> environment)
    {
        policy = new EndpointPolicy(environment.GetValueOrDefault(AllowedHostsVariable) ?? "");
        authorityFile = environment.GetValueOrDefault(AuthorityFileVariable) ?? "";
        foreach (var (variable, text) in environment.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (!string.IsNullOrWhiteSpace(text) && NameOf(variable) is { Length: > 0 } name)
                configured[name] = (variable, text.Trim());
        }
    }

    /// <summary>The configured names, "default" first.</summary>
    public IReadOnlyList<string> Names =>
        [.. configured.Keys.OrderBy(name => IsDefault(name) ? 0 : 1).ThenBy(name => name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Reads the connections from environment variables; what is malformed is reported when it is used.</summary>
    public static ConnectionCatalog FromEnvironment(IReadOnlyDictionary<string, string?> env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return new ConnectionCatalog(env);
    }

    public override string ToString() => $"connections: {(configured.Count == 0 ? "none" : string.Join(", ", Names))}";

    /// <summary>The server that a request means.</summary>
    /// <exception cref="InspectionException">It means none that may be entered; the message names the remedy and repeats no secret.</exception>
    internal ConnectionSettings Resolve(InspectionRequest request)
    {
        if (request.Endpoint.Trim() is not { Length: > 0 } endpoint)
            return ResolveName(request.Connection.Trim());
        return request.Connection.Trim().Length == 0
            ? ResolveEndpoint(endpoint)
            : throw new InspectionException("Both connection and endpoint are given. Pass one of them.");
    }

    private ConnectionSettings ResolveName(string name)
    {
        if (LooksSecret(name) || RedisUrl.IsUrl(name))
            throw CredentialsInArgument("connection");
        if (name.Length == 0)
            name = configured.Count == 1 && !configured.ContainsKey(DefaultName) ? configured.Keys.First() : DefaultName;
        if (configured.TryGetValue(name, out var found))
            return Parse(found.Variable, found.Text);

        throw new InspectionException(configured.Count == 0
            ? $"No Redis connection is configured. Set {DefaultVariable} (for example redis://localhost:6379) in the environment of this " +
              "server, or pass endpoint as host:port of a server on this machine."
            : $"No connection of that name is configured. Configured: {string.Join(", ", Names)}. Pass one of these, or set {NamedPrefix}<name>.");
    }

    private ConnectionSettings ResolveEndpoint(string endpoint)
    {
        if (LooksSecret(endpoint))
            throw CredentialsInArgument("endpoint");

        ConnectionSettings asked;
        try
        {
            var (host, port) = RedisUrl.IsUrl(endpoint) ? AddressOf(RedisUrl.Parse(endpoint, "endpoint")) : RedisUrl.ReadHostAndPort(endpoint);
            asked = new ConnectionSettings("the endpoint argument", host, port)
            {
                Tls = endpoint.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase),
                AuthorityFile = authorityFile,
                LoopbackOnly = !policy.Admits(host),
            };
        }
        catch (FormatException reason)
        {
            throw new InspectionException($"The endpoint cannot be read: {reason.Message}. Pass host:port, for example localhost:6379.", reason);
        }

        // The user configured this very server: enter it the configured way, with the password that only the environment holds.
        return FindConfigured(asked.Label) ?? asked;
    }

    private ConnectionSettings? FindConfigured(string label)
    {
        foreach (var (variable, text) in configured.Values)
        {
            if (TryParse(variable, text, out var settings, out _) && string.Equals(settings!.Label, label, StringComparison.OrdinalIgnoreCase))
                return settings;
        }

        return null;
    }

    private ConnectionSettings Parse(string variable, string text) => TryParse(variable, text, out var settings, out var reason)
        ? settings!
        : throw new InspectionException(
            $"{variable} cannot be used: {reason}. Set it to a URL such as rediss://user:password@host:6379/0 " +
            "or to a StackExchange.Redis configuration string such as host:6379,password=...");

    private bool TryParse(string variable, string text, out ConnectionSettings? settings, out string reason)
    {
        try
        {
            var read = RedisUrl.IsUrl(text) ? RedisUrl.Parse(text, variable) : ConfigurationString.Parse(text, variable);
            settings = new ConnectionSettings(read.Source, read.Host, read.Port)
            {
                User = read.User,
                Password = read.Password,
                Tls = read.Tls,
                TlsHost = read.TlsHost,
                AuthorityFile = authorityFile,
                Database = read.Database,
                OtherEndpoints = read.OtherEndpoints,
            };
            reason = "";
            return true;
        }
        catch (FormatException failure)
        {
            settings = null;
            reason = failure.Message;
            return false;
        }
    }

    private static (string Host, int Port) AddressOf(ConnectionSettings settings) => (settings.Host, settings.Port);

    private static string NameOf(string variable)
    {
        if (string.Equals(variable, DefaultVariable, StringComparison.OrdinalIgnoreCase))
            return DefaultName;
        return variable.StartsWith(NamedPrefix, StringComparison.OrdinalIgnoreCase) ? variable[NamedPrefix.Length..] : "";
    }

    private static bool IsDefault(string name) => string.Equals(name, DefaultName, StringComparison.OrdinalIgnoreCase);

    private static bool LooksSecret(string argument) => argument.AsSpan().IndexOfAny("@=,") >= 0;

    private static InspectionException CredentialsInArgument(string argument) => new(
        $"The {argument} argument looks like a connection string or a URL with credentials, which are not taken as arguments: they would " +
        $"be kept in the conversation. Put it into {DefaultVariable} or {NamedPrefix}<name> in the environment of this server, restart it, " +
        "and pass that name as connection. If a password was pasted, change it.");
}
