namespace RedisCto.Core;

/// <summary>How bad a finding about a server is. Findings about code have the three severities of a compiler instead.</summary>
public enum Severity
{
    /// <summary>Taste, or depends on what the reader knows.</summary>
    Info,
    /// <summary>Worth doing when next there.</summary>
    Low,
    /// <summary>Hurts, but not yet.</summary>
    Medium,
    /// <summary>Will hurt in production.</summary>
    High,
    /// <summary>Does harm now.</summary>
    Critical,
}
