using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Recognises cache-aside by its shape: read the key, find nothing, load from the source, write the key.</summary>
internal static class CacheMiss
{
    public static bool IsFilledBy(RedisCommand write, KnownRedisTypes types)
    {
        var key = write.Key;
        foreach (var operation in write.Call.Root().Descendants())
        {
            if (operation.Syntax.SpanStart >= write.Call.Syntax.SpanStart
                || RedisCommand.Read(operation, types) is not { Name: "StringGet" or "HashGetAll" or "HashGet" } read
                || !read.Key.IsSameAs(key)
                || Variable(read.Call) is not { } cached)
            {
                continue;
            }
            return IsAskedForNothing(write.Call.Root(), cached) && IsLoaded(write, cached, types);
        }
        return false;
    }

    private static ILocalSymbol? Variable(IOperation read)
    {
        foreach (var ancestor in read.Ancestors())
        {
            switch (ancestor)
            {
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return local.Local;
                case IBlockOperation or IConditionalOperation:
                    return null;
            }
        }
        return null;
    }

    private static bool IsAskedForNothing(IOperation root, ILocalSymbol cached) => root.Descendants().Any(operation => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "HasValue" or "IsNull" or "IsNullOrEmpty" or "Length", Instance: { } instance } =>
            instance.RefersTo(cached),
        IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", Arguments.Length: 1 } call =>
            call.Arguments[0].Value.RefersTo(cached),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            comparison.LeftOperand.RefersTo(cached) && comparison.RightOperand.Unwrap().ConstantValue is { HasValue: true, Value: null },
        IIsPatternOperation pattern => pattern.Value.RefersTo(cached),
        _ => false,
    });

    /// <summary>The written value comes from some other call, and not from the value that was read (which would be a read-modify-write).</summary>
    private static bool IsLoaded(RedisCommand write, ILocalSymbol cached, KnownRedisTypes types)
    {
        var value = write.Argument("value") ?? write.Argument("hashFields");
        if (value is null)
            return false;
        var pending = new Queue<IOperation>([value]);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var loaded = false;
        while (pending.Count > 0)
        {
            foreach (var operation in pending.Dequeue().DescendantsAndSelf())
            {
                if (operation is IInvocationOperation call && !types.IsDatabaseMember(call.TargetMethod) && !IsConversion(call.TargetMethod.Name))
                    loaded = true;
                if (operation is not ILocalReferenceOperation local || !seen.Add(local.Local))
                    continue;
                if (SymbolEqualityComparer.Default.Equals(local.Local, cached))
                    return false;
                foreach (var source in Sources(local))
                    pending.Enqueue(source);
            }
        }
        return loaded;
    }

    private static IEnumerable<IOperation> Sources(ILocalReferenceOperation local)
    {
        if (local.Initializer() is { } initializer)
            yield return initializer;
        foreach (var assignment in local.Root().Descendants().OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target.RefersTo(local.Local))
                yield return assignment.Value;
        }
    }

    private static bool IsConversion(string name) =>
        name.IndexOf("Serialize", StringComparison.Ordinal) >= 0 || name is "ToString" or "GetBytes" or "Parse" or "Format" or "ConfigureAwait";
}
