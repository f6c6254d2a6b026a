using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Finds the token of a lock where a release or a renewal can still name it.</summary>
internal static class LockTokens
{
    /// <summary>The value that the lock on the key was taken with, where that is in scope at the fix.</summary>
    public static IOperation? TokenOfTake(this FixSite site, IInvocationOperation place, IOperation key, KnownRedisTypes types) =>
        place.CommandsOfType(types, "LockTake", "LockExtend", "StringSet")
            .Where(command => key.IsSameAs(command.Key) && (command.Name != "StringSet" || command.IsOnlyIfAbsent()))
            .Select(command => command.Argument("value")?.Unwrap())
            .FirstOrDefault(value => value is not null && site.IsKept(value));

    /// <summary>A value that names only what is still in scope at the fix and keeps its value: no literal, no new Guid, no machine name.</summary>
    public static bool IsKept(this FixSite site, IOperation value)
    {
        if (value.Unwrap() is IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance })
            value = instance;
        if (value.Unwrap().Symbol() is not { } symbol || value.ConstantValue.HasValue || symbol is IFieldSymbol { IsConst: true } or IPropertySymbol { IsStatic: true })
            return false;
        if (symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: > 0 } declarations } && declarations[0].Span.Start > site.Node.SpanStart)
            return false;
        return site.Model.LookupSymbols(site.Node.SpanStart, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default);
    }
}
