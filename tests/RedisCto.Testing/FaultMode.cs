namespace RedisCto.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to the traffic, from the moment it is set, on open and on new connections.</summary>
public abstract record FaultMode
{
    private protected FaultMode()
    {
    }

    /// <summary>Everything goes through.</summary>
    public static FaultMode Pass { get; } = new PassMode();

    /// <summary>
    /// Nothing goes through and nothing is closed or reset, as when a cable is cut or a firewall drops packets. Connections are
    /// still accepted. What was sent meanwhile arrives when the mode changes, as TCP would deliver it once the network is back.
    /// </summary>
    public static FaultMode BlackHole { get; } = new BlackHoleMode();

    /// <summary>New connections are refused by the operating system, open ones are reset.</summary>
    public static FaultMode Refuse { get; } = new RefuseMode();

    /// <summary>Every reply arrives this much later; replies do not queue behind each other's delay.</summary>
    public static FaultMode Delay(TimeSpan delay) => new DelayMode(delay);

    /// <summary>
    /// The server gets the request and executes it, the reply is swallowed, then the connection is closed: the client cannot know.
    /// </summary>
    /// <param name="requestContaining">Only requests that contain this text (case ignored) are answered so; without it, all are.</param>
    public static FaultMode DropReplyAfterExecute(string? requestContaining = null) => new DropReplyMode(requestContaining);

    /// <summary>
    /// The connection is closed after this many bytes of replies, in the middle of one if need be; each connection counts for itself.
    /// </summary>
    public static FaultMode CutAfterBytes(int bytes) => new CutMode(bytes);

    internal sealed record PassMode : FaultMode;

    internal sealed record BlackHoleMode : FaultMode;

    internal sealed record RefuseMode : FaultMode;

    internal sealed record DelayMode(TimeSpan By) : FaultMode;

    internal sealed record DropReplyMode(string? RequestContaining) : FaultMode;

    internal sealed record CutMode(int Bytes) : FaultMode;
}
