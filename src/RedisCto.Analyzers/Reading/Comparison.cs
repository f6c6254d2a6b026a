using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Finds the get-and-compare in a condition: the value of a key held against something that the code knows.</summary>
internal static class Comparison
{
    /// <summary>What the value of the key is compared with, or null where the condition compares something else.</summary>
    public static IOperation? Of(IOperation condition, IOperation key, KnownRedisTypes types)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            var (left, right) = operation switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality => (equality.LeftOperand, equality.RightOperand),
                IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } instance, Arguments.Length: > 0 } call =>
                    (instance, call.Arguments[0].Value),
                IInvocationOperation { TargetMethod.Name: "Equals", Instance: null, Arguments.Length: > 1 } call =>
                    (call.Arguments[0].Value, call.Arguments[1].Value),
                _ => ((IOperation?)null, (IOperation?)null),
            };
            if (left is null || right is null)
                continue;
            if (IsValueOf(left, key, types))
                return right.Unwrap();
            if (IsValueOf(right, key, types))
                return left.Unwrap();
        }
        return null;
    }

    private static bool IsValueOf(IOperation operation, IOperation key, KnownRedisTypes types)
    {
        var origin = operation.Origin();
        while (origin is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ToString" or "ConfigureAwait" })
        {
            origin = origin switch
            {
                IAwaitOperation awaited => awaited.Operation.Origin(),
                IInvocationOperation call => call.Instance.Origin(),
                _ => origin,
            };
        }
        return RedisCommand.Read(origin, types) is { Name: "StringGet" or "LockQuery" } get && key.IsSameAs(get.Key);
    }
}
