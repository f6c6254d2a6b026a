namespace RedisCto.Core;

/// <summary>How bad a finding is: for code Error (cannot work), Warning (will hurt), Info (depends); for servers Critical to Info.</summary>
public enum Severity
{
    /// <summary>Taste, or depends on what the reader knows.</summary>
    Info,
    /// <summary>Worth doing when next there.</summary>
    Low,
    /// <summary>Hurts, but not yet.</summary>
    Medium,
    /// <summary>Will hurt in production; in code reported as a warning.</summary>
    High,
    /// <summary>Does harm now or cannot work; in code reported as an error.</summary>
    Critical,
}
