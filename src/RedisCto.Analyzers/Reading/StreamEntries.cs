using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Follows what was read from a stream: an entry can be acknowledged only by code that gets to know its id.</summary>
internal static class StreamEntries
{
    /// <summary>Whether a type is an entry, a stream of entries, or a collection of them.</summary>
    public static bool IsEntry(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsEntry(array.ElementType),
        INamedTypeSymbol { Name: "StreamEntry" or "RedisStream", ContainingNamespace: { Name: "Redis", ContainingNamespace.Name: "StackExchange" } } => true,
        INamedTypeSymbol named => named.TypeArguments.Any(IsEntry),
        _ => false,
    };

    /// <summary>Whether the entries are used here, and neither they nor their ids ever leave this file (but for a log).</summary>
    public static bool StayInFile(IInvocationOperation read)
    {
        var member = read.Root();
        return member.Descendants().Any(IsOneEntry) && Stay(member, depth: 0);
    }

    private static bool IsOneEntry(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
        && operation.Type is INamedTypeSymbol { Name: "StreamEntry" } entry && IsEntry(entry);

    private static bool Stay(IOperation scope, int depth) => depth < 4 && scope.Descendants().All(operation =>
        operation is IPropertyReferenceOperation { Property: { Name: "Id", ContainingType: { } holder } } && IsEntry(holder)
            ? IsOnlyTold(operation)
            : operation is IConversionOperation or IAwaitOperation || !IsEntry(operation.Type) || Stays(operation, depth));

    /// <summary>Whether the entry is only looked into, walked through, or kept in a local.</summary>
    private static bool Stays(IOperation entry, int depth)
    {
        var user = entry.Parent;
        while (user is IConversionOperation or IParenthesizedOperation or IAwaitOperation)
            user = user.Parent;
        return user switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } argument => IsKeptBy(call, argument, depth),
            // A call that the compiler cannot resolve may lead anywhere.
            IInvalidOperation or IDynamicInvocationOperation => false,
            IArgumentOperation or IReturnOperation or ITupleOperation or IArrayInitializerOperation or ICollectionExpressionOperation
                or IFieldInitializerOperation or IPropertyInitializerOperation => false,
            ISimpleAssignmentOperation assignment => assignment.Target.Unwrap() is ILocalReferenceOperation or IDiscardOperation,
            _ => true,
        };
    }

    private static bool IsKeptBy(IInvocationOperation call, IArgumentOperation argument, int depth)
    {
        if (call.IsLogging() || call.TargetMethod.ContainingType is { Name: "Enumerable" } || call.TargetMethod.Name == "ConfigureAwait")
            return true;
        return argument.Parameter is { RefKind: RefKind.None }
            && !call.TargetMethod.IsVirtual && !call.TargetMethod.IsAbstract && !call.TargetMethod.IsOverride
            && call.BodyInSameFile() is { } body && Stay(body, depth + 1);
    }

    private static bool IsOnlyTold(IOperation id) => id.Ancestors()
        .TakeWhile(ancestor => ancestor is not (IBlockOperation or IAnonymousFunctionOperation))
        .Any(ancestor => ancestor is IThrowOperation || ancestor is IInvocationOperation call && call.IsLogging());
}
