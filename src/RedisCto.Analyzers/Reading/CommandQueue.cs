using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>A transaction or a batch, known by the variable that holds it: what is queued on it, and when it is sent.</summary>
internal sealed class CommandQueue
{
    private readonly IOperation root;
    private readonly KnownRedisTypes types;

    private CommandQueue(ISymbol symbol, IOperation root, KnownRedisTypes types)
    {
        Symbol = symbol;
        this.root = root;
        this.types = types;
    }

    /// <summary>The local, parameter, field or property that holds the transaction or batch.</summary>
    public ISymbol Symbol { get; }

    /// <summary>The queue that a receiver or argument names, also under a second name and a wider type.</summary>
    public static CommandQueue? Read(IOperation? reference, KnownRedisTypes types) =>
        Holder(reference, types) is { } symbol ? new CommandQueue(symbol, reference!.Root(), types) : null;

    /// <summary>The queue that a variable is declared with.</summary>
    public static CommandQueue Of(IVariableDeclaratorOperation declarator, KnownRedisTypes types) => new(declarator.Symbol, declarator.Root(), types);

    /// <summary>The calls of Execute and ExecuteAsync in the same member.</summary>
    public IEnumerable<IInvocationOperation> Executions() => Calls(IsExecute);

    /// <summary>The conditions that the same member adds.</summary>
    public IEnumerable<IInvocationOperation> Conditions() => Calls(method => method.Name == "AddCondition");

    /// <summary>The commands that the same member queues.</summary>
    public IEnumerable<RedisCommand> Commands() =>
        root.Descendants().Select(operation => RedisCommand.Read(operation, types)).OfType<RedisCommand>()
            .Where(command => !IsExecute(command.Call.TargetMethod) && command.Name is not ("AddCondition" or "CreateTransaction" or "CreateBatch") && Holds(command.Receiver));

    /// <summary>The calls that are given the queue, and may queue on it or send it.</summary>
    public IEnumerable<IInvocationOperation> HandedTo() =>
        root.Descendants().OfType<IInvocationOperation>().Where(call => call.Arguments.Any(argument => Holds(argument.Value)));

    /// <summary>Whether the queue is stored where other code can reach it, or handed to something other than a method.</summary>
    public bool IsKeptElsewhere() => root.Descendants().Any(operation => Names(operation) && Use(operation) is
        IReturnOperation or IAssignmentOperation or IObjectCreationOperation or IPropertyInitializerOperation or IArrayInitializerOperation
        or ICollectionExpressionOperation or ITupleOperation);

    /// <summary>Whether an operation names this queue.</summary>
    public bool Holds(IOperation? operation) => SymbolEqualityComparer.Default.Equals(Holder(operation, types), Symbol);

    public static bool IsExecute(IMethodSymbol method) => RedisCommand.NameOf(method) == "Execute" && !method.Parameters.Any(parameter => parameter.Name == "command");

    private IEnumerable<IInvocationOperation> Calls(Func<IMethodSymbol, bool> wanted) =>
        root.Descendants().OfType<IInvocationOperation>().Where(call => call.Instance is not null && wanted(call.TargetMethod) && Holds(call.Instance));

    private bool Names(IOperation operation) => SymbolEqualityComparer.Default.Equals(operation.Symbol(), Symbol);

    private static IOperation? Use(IOperation reference)
    {
        var use = reference.Parent;
        while (use is IConversionOperation or IParenthesizedOperation)
            use = use.Parent;
        if (use is IArgumentOperation)
            return use.Parent;
        return use is ISimpleAssignmentOperation assignment && assignment.Target.Unwrap() == reference ? null : use;
    }

    private static ISymbol? Holder(IOperation? reference, KnownRedisTypes types)
    {
        for (var hop = 0; hop < 4 && reference?.Unwrap() is { } current; hop++)
        {
            // IDatabaseAsync target = transaction: the first name counts.
            if (current is ILocalReferenceOperation local && local.Initializer()?.Unwrap() is { } value && value.Symbol() is not null && !local.IsReassigned())
            {
                reference = value;
                continue;
            }
            var type = current is ILocalReferenceOperation ? current.Origin()?.Type : current.Type;
            return types.IsQueue(type) || types.IsQueue(current.Type) ? current.Symbol() : null;
        }
        return null;
    }
}
