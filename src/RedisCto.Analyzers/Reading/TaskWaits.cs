using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Finds where code waits for a task: on the spot, through a variable, or together with others by Task.WhenAll.</summary>
internal static class TaskWaits
{
    /// <summary>The await, <c>Result</c>, <c>Wait</c>, <c>GetResult</c> or <c>Task.WaitAll</c> expressions that need the task to complete.</summary>
    public static IEnumerable<IOperation> Waits(this IOperation task) => Follow(task, hops: 0).Distinct();

    /// <summary>Whether the wait stands on the call itself, with nothing but conversions between.</summary>
    public static bool IsOnTheSpot(IOperation wait, IInvocationOperation call) => wait switch
    {
        IAwaitOperation awaited => awaited.Operation.Unwrap() == call,
        IPropertyReferenceOperation property => property.Instance?.Unwrap() == call,
        IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter } =>
            awaiter.Instance?.Unwrap() == call,
        IInvocationOperation blocking => blocking.Instance?.Unwrap() == call,
        _ => false,
    };

    /// <summary>Whether the caller gets the task, and has to wait for it.</summary>
    public static bool IsReturned(this IOperation task) => task.Parent switch
    {
        IReturnOperation => true,
        IConversionOperation conversion => conversion.IsReturned(),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => task.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol) && reference.Parent is IReturnOperation),
        _ => false,
    };

    private static IEnumerable<IOperation> Follow(IOperation task, int hops)
    {
        for (IOperation current = task; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation or IDelegateCreationOperation
                    or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or ISpreadOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" or "GetAwaiter" or "Unwrap" } chained when chained.Instance == current:
                    break;
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" } blocking when blocking.Instance == current:
                    return [parent];
                case IArgumentOperation { Parent: IInvocationOperation host }:
                    if (IsTaskMember(host, "WaitAll", "WaitAny"))
                        return [host];
                    if (AddedTo(host) is { } list)
                        return hops < 3 ? References(task, list, hops) : [];
                    if (!IsTaskMember(host, "WhenAll", "WhenAny", "Run") && !IsSequence(host))
                        return [];
                    parent = host;
                    break;
                case IReturnOperation:
                    if (Lambda(parent) is not { Symbol.IsAsync: false } lambda)
                        return [];
                    parent = lambda;
                    break;
                case IVariableDeclaratorOperation declarator:
                    return hops < 3 ? References(task, declarator.Symbol, hops) : [];
                case ISimpleAssignmentOperation assignment when assignment.Value == current:
                    return hops < 3 && Target(assignment) is { } variable ? References(task, variable, hops) : [];
                default:
                    return [];
            }
        }
        return [];
    }

    private static IEnumerable<IOperation> References(IOperation task, ILocalSymbol variable, int hops) =>
        task.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => reference.Syntax.SpanStart > task.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(reference.Local, variable)
                && !IsWritten(reference))
            .SelectMany(reference => Follow(reference, hops + 1));

    private static bool IsWritten(IOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    private static ILocalSymbol? Target(ISimpleAssignmentOperation assignment) => assignment.Target switch
    {
        ILocalReferenceOperation local => local.Local,
        IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation array } => array.Local,
        _ => null,
    };

    /// <summary><c>tasks.Add(…)</c>: the list then stands for its tasks.</summary>
    private static ILocalSymbol? AddedTo(IInvocationOperation host) =>
        host is { TargetMethod.Name: "Add" or "AddRange" or "Enqueue", Instance: ILocalReferenceOperation list } ? list.Local : null;

    private static bool IsTaskMember(IInvocationOperation host, params string[] names) =>
        host.TargetMethod is { IsStatic: true, ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } } method && Array.IndexOf(names, method.Name) >= 0;

    private static bool IsSequence(IInvocationOperation host) =>
        host.TargetMethod is { Name: "Select" or "ToList" or "ToArray" or "Concat" or "Append" or "Prepend" or "Cast", ContainingType.Name: "Enumerable" };

    private static IAnonymousFunctionOperation? Lambda(IOperation returned) => returned.Function() as IAnonymousFunctionOperation;
}
