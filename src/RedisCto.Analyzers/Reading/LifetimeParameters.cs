using Microsoft.CodeAnalysis;

namespace RedisCto.Analyzers.Reading;

/// <summary>Recognises members of wrappers that are told how long an entry shall live.</summary>
internal static class LifetimeParameters
{
    /// <summary>Whether the member, or an overload of it, takes a lifetime.</summary>
    public static bool TakesLifetime(this ISymbol member) =>
        member is IMethodSymbol method
        && (method.HasLifetimeParameter() || (method.ContainingType?.GetMembers(method.Name).OfType<IMethodSymbol>().Any(HasLifetimeParameter) ?? false));

    private static bool HasLifetimeParameter(this IMethodSymbol method) => method.Parameters.Any(parameter =>
        (parameter.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } inner } ? inner[0] : parameter.Type).Name is "TimeSpan" or "DateTime" or "DateTimeOffset" or "Expiration"
        || parameter.Type.Name.EndsWith("Options", StringComparison.Ordinal)
        || Words.Of(parameter.Name).ContainsAny(["ttl", "expiry", "expire", "expires", "expiration", "lifetime", "seconds", "minutes"]));
}
