namespace RedisCto.Mcp;

/// <summary>How long one call of this tool may take.</summary>
/// <param name="seconds">The limit; <paramref name="remedy"/> follows it in the error text.</param>
/// <param name="remedy">What to call instead, in one sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TimeLimitAttribute(int seconds, string remedy) : Attribute
{
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(seconds);

    public string Remedy { get; } = remedy;

    /// <summary>The limit counts from when the compiler is loaded, which happens once and has a limit of its own.</summary>
    public bool NeedsCompiler { get; init; }
}
