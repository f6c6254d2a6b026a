namespace RedisCto.Testing;

/// <summary>A server of the matrix cannot be had on this machine; the message names it and says why.</summary>
public sealed class ServerUnavailableException(string server, string reason, Exception? inner = null)
    : Exception($"{server} is not available: {reason}", inner)
{
    /// <summary>The name in the matrix, for example <c>redis-7.0</c>.</summary>
    public string Server { get; } = server;

    /// <summary>Why it cannot be had, in one sentence per place that was tried.</summary>
    public string Reason { get; } = reason;
}
