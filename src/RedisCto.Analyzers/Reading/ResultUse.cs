using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells what becomes of the result of a call: dropped, kept in a variable, or asked.</summary>
internal static class ResultUse
{
    /// <summary>The call with its await, its conversions and whatever only waits for it: what the next statement sees.</summary>
    public static IOperation Waited(this IOperation call)
    {
        var current = call;
        while (true)
        {
            switch (current.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation:
                case IInvocationOperation
                {
                    TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" or "GetAwaiter" or "GetResult" or "Wait",
                } chained when chained.Instance == current:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    current = current.Parent;
                    break;
                default:
                    return current;
            }
        }
    }

    /// <summary>The variable that keeps the result, or null.</summary>
    public static ILocalSymbol? KeptIn(this IOperation call) => call.Waited().Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    /// <summary>Whether nobody ever asks what the call gave.</summary>
    public static bool IsDropped(this IOperation call)
    {
        var parent = call.Waited().Parent;
        if (parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation })
            return true;
        return call.KeptIn() is { } local && call.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(reference => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference);
    }

    /// <summary>A call that only tells people something.</summary>
    public static bool IsLogging(this IInvocationOperation call)
    {
        var type = (call.Instance?.Type ?? call.TargetMethod.ContainingType)?.Name ?? "";
        return type is "Console" or "Debug" or "Trace" or "Log" || Words.Of(type).ContainsAny(["logger", "log"])
            || call.TargetMethod.Name.StartsWith("Log", StringComparison.Ordinal);
    }
}
