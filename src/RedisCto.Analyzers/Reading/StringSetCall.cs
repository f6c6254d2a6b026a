using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Reads what a SET says about the life of its key.</summary>
internal static class StringSetCall
{
    /// <summary>A SET that removes any lifetime: neither an expiry nor KEEPTTL is given, and none comes in through a variable.</summary>
    public static bool LeavesKeyForEver(this RedisCommand command) =>
        command.Name == "StringSet" && command.HasNoLifetime();

    public static bool HasNoLifetime(this RedisCommand command) => IsAbsent(command.Argument("expiry")) && IsAbsent(command.Argument("keepTtl"));

    /// <summary>SET NX, or a condition that is only known at run time: a claim rather than a plain write.</summary>
    public static bool IsConditional(this RedisCommand command) =>
        command.Argument("when")?.Unwrap() is { } when && when.ConstantValue is not { HasValue: true, Value: 0 or 1 };

    public static bool IsOnlyIfAbsent(this RedisCommand command) =>
        command.Name is "StringSet" or "StringSetAndGet"
        && (command.Argument("when")?.Origin() is { ConstantValue: { HasValue: true, Value: 2 } }
            || command.Argument("when")?.Unwrap() is IPropertyReferenceOperation { Property.Name: "NotExists" });

    /// <summary><c>TimeSpan.MaxValue</c>, which the client sends as no expiry at all.</summary>
    public static bool IsForEver(this IOperation? expiry) =>
        expiry.Source() is IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType.Name: "TimeSpan" } };

    /// <summary>Not given, or given as null, default, false.</summary>
    private static bool IsAbsent(IOperation? argument) => argument?.Unwrap() switch
    {
        null or IDefaultValueOperation => true,
        { ConstantValue: { HasValue: true, Value: null or false } } => true,
        IPropertyReferenceOperation { Property: { Name: "Default", ContainingType.Name: "Expiration" } } => true,
        _ => false,
    };
}
