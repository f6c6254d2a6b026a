namespace RedisCto.Inspection.Connections;

/// <summary>How long each step may take. A server that fails must be explained within five seconds.</summary>
internal sealed record InspectionLimits
{
    public static InspectionLimits Standard { get; } = new();

    /// <summary>For a probe, which answers within three seconds in all.</summary>
    public static InspectionLimits Probe { get; } = new() { Connect = TimeSpan.FromSeconds(1.5), Diagnose = TimeSpan.FromSeconds(0.5) };

    /// <summary>From the name to the first answer of the server.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For finding out whether the other side speaks TLS, or plain text, after a failed start.</summary>
    public TimeSpan Diagnose { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For the replies to one batch.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan Sampling { get; init; } = TimeSpan.FromSeconds(1);

    public int SampledKeys { get; init; } = 2000;

    /// <summary>CLIENT LIST costs the server time for each client, so it is left out above this many.</summary>
    public int ListedClients { get; init; } = 5000;
}
