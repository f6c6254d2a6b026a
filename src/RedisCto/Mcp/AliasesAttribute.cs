namespace RedisCto.Mcp;

/// <summary>Names that models give to this argument of their own accord; they are accepted and not advertised.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AliasesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
