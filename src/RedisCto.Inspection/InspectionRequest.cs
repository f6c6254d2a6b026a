namespace RedisCto.Inspection;

/// <summary>How far an inspection goes.</summary>
public enum InspectionDepth
{
    /// <summary>Counters and settings only; no key is looked at.</summary>
    Quick,

    /// <summary>Also samples key names, expiry and size with SCAN, within a budget of keys and time.</summary>
    Standard,
}

/// <summary>The part of the instance that is asked about.</summary>
public enum InspectionFocus
{
    All,
    Memory,
    Persistence,
    Security,
    Connections,
    Commands,
    Keys,
    Version,
}

/// <summary>Which live instance to inspect, and how far. Neither field carries a password: those live in the environment.</summary>
public sealed record InspectionRequest
{
    /// <summary>The name of a configured connection; empty means the default one.</summary>
    public string Connection { get; init; } = "";

    /// <summary><c>host:port</c> of a server without a configured connection; loopback, or a host that REDIS_CTO_ALLOWED_HOSTS admits.</summary>
    public string Endpoint { get; init; } = "";

    public InspectionDepth Depth { get; init; } = InspectionDepth.Standard;

    public InspectionFocus Focus { get; init; } = InspectionFocus.All;
}
