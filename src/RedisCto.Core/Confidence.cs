namespace RedisCto.Core;

/// <summary>How sure a finding is. Low says that the evidence admits a harmless reading, which the message names.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}
