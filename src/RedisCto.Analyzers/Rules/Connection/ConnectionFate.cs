using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Connection;

/// <summary>What becomes of a connection after the call that opened it.</summary>
internal enum ConnectionFate
{
    /// <summary>Stored in a field, a collection or a container: it lives on.</summary>
    Kept,

    /// <summary>Handed to something that cannot be followed.</summary>
    Unknown,

    /// <summary>Stored in the object that is being constructed.</summary>
    OwnedByInstance,

    /// <summary>Given to the caller, who decides.</summary>
    Returned,

    /// <summary>Only what was made from it (a database) is given to the caller: the connection itself is out of reach.</summary>
    ReturnedDerived,

    /// <summary>Used here and thrown away.</summary>
    Lost,
}

/// <summary>Follows a connection from the call that opened it to where it ends up.</summary>
internal static class ConnectionFates
{
    public static ConnectionFate FateOf(this IOperation connect, KnownRedisTypes types) => Follow(connect, derived: false, types, hops: 0);

    private static ConnectionFate Follow(IOperation value, bool derived, KnownRedisTypes types, int hops)
    {
        for (IOperation current = value; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IInvocationOperation call when call.Instance == current:
                    derived |= call.Type is not null && !IsConnection(call.Type, types) && !IsAwaiter(call.TargetMethod.Name);
                    break;
                case IConditionalAccessOperation:
                    derived = true;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true } extension } } argument
                    when argument.Parameter?.Ordinal == 0 && types.IsMultiplexer(argument.Parameter.Type):
                    derived |= !IsConnection(extension.ReturnType, types);
                    break;
                case IArgumentOperation or IArrayInitializerOperation or ITupleOperation or ICoalesceOperation or ICollectionExpressionOperation:
                    return derived && parent is IArgumentOperation ? ConnectionFate.Lost : ConnectionFate.Unknown;
                case IReturnOperation:
                    return derived ? ConnectionFate.ReturnedDerived : ConnectionFate.Returned;
                case IFieldInitializerOperation { InitializedFields: var fields }:
                    return fields.All(field => field.IsStatic) ? ConnectionFate.Kept : ConnectionFate.OwnedByInstance;
                case IPropertyInitializerOperation { InitializedProperties: var properties }:
                    return properties.All(property => property.IsStatic) ? ConnectionFate.Kept : ConnectionFate.OwnedByInstance;
                case IAssignmentOperation assignment when assignment.Value == current:
                    return Assigned(assignment, derived, types, hops);
                case IVariableDeclaratorOperation declarator:
                    return Declared(declarator, declarator.Symbol, derived, types, hops);
                case IUsingOperation or IExpressionStatementOperation:
                    return ConnectionFate.Lost;
                // A reply that decides or is walked through ends there.
                case ILoopOperation or ISwitchOperation or IBinaryOperation or IIsPatternOperation or IInterpolationOperation when derived:
                case IConditionalOperation { Condition: var condition } when derived && condition == current:
                    return ConnectionFate.Lost;
                case IBlockOperation or IAnonymousFunctionOperation:
                    return ConnectionFate.Unknown;
            }
        }
        return ConnectionFate.Unknown;
    }

    private static ConnectionFate Assigned(IAssignmentOperation assignment, bool derived, KnownRedisTypes types, int hops)
    {
        switch (assignment.Target)
        {
            case IMemberReferenceOperation { Instance: IInstanceReferenceOperation } when IsInConstructor(assignment):
                return ConnectionFate.OwnedByInstance;
            case ILocalReferenceOperation local:
                var fate = Declared(assignment, local.Local, derived, types, hops);
                // _cache = cache = connection.GetDatabase(): the value goes on to the left.
                return assignment.Parent is IAssignmentOperation further ? Least(fate, Assigned(further, derived, types, hops)) : fate;
            case IDiscardOperation:
                return ConnectionFate.Lost;
            default:
                return ConnectionFate.Kept;
        }
    }

    private static ConnectionFate Declared(IOperation declaration, ILocalSymbol local, bool derived, KnownRedisTypes types, int hops)
    {
        if (!derived && declaration.Ancestors().Any(ancestor => ancestor is IUsingDeclarationOperation
            || ancestor is IUsingOperation { Resources: var resources } && resources.Syntax.Span.Contains(declaration.Syntax.Span)))
        {
            return ConnectionFate.Lost;
        }
        if (hops > 3)
            return ConnectionFate.Unknown;
        var worst = ConnectionFate.Lost;
        foreach (var reference in declaration.Root().Descendants().OfType<ILocalReferenceOperation>())
        {
            if (!SymbolEqualityComparer.Default.Equals(reference.Local, local) || reference.Parent is IAssignmentOperation { Target: var target } && target == reference)
                continue;
            var fate = reference.Parent is IInvocationOperation { TargetMethod.ReturnsVoid: true } ? ConnectionFate.Lost : Follow(reference, derived, types, hops + 1);
            worst = Least(worst, fate);
        }
        return worst;
    }

    private static ConnectionFate Least(ConnectionFate one, ConnectionFate other) => one < other ? one : other;

    private static bool IsInConstructor(IOperation operation) =>
        operation.Root() is IConstructorBodyOperation && operation.Function() is null;

    private static bool IsConnection(ITypeSymbol type, KnownRedisTypes types) => types.IsMultiplexer(type)
        || type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && types.IsMultiplexer(arguments[0]);

    private static bool IsAwaiter(string name) => name is "GetAwaiter" or "GetResult" or "ConfigureAwait" or "AsTask" or "WaitAsync";
}
