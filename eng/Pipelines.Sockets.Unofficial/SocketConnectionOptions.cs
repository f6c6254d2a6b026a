namespace Pipelines.Sockets.Unofficial;

/// <summary>How a <see cref="SocketConnection"/> treats its socket.</summary>
[Flags]
public enum SocketConnectionOptions
{
    /// <summary>As usual; the only way there is.</summary>
    None = 0,
}
