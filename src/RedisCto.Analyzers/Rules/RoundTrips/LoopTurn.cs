using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.RoundTrips;

/// <summary>One turn of the loop round a command: what it iterates over, and whether a turn depends on a reply.</summary>
internal sealed class LoopTurn
{
    // After other work of the turn these confirm or undo it: sent together, a crash would lose more.
    private static readonly ImmutableHashSet<string> Confirmations =
        ["StreamAcknowledge", "StreamAcknowledgeAndDelete", "StreamDelete", "ListRemove", "SortedSetRemove", "SetRemove", "HashDelete", "KeyDelete"];

    // Any, First and the like stop at a reply; these ask for all.
    private static readonly ImmutableHashSet<string> WalksAll =
        ["Select", "SelectMany", "Where", "ToDictionary", "ToLookup", "GroupBy", "OrderBy", "OrderByDescending", "Sum", "Count", "Max", "Min", "Average"];

    private readonly IOperation _body;
    private readonly IOperation? _source;
    private readonly ILoopOperation? _loop;
    private readonly KnownRedisTypes _types;
    private readonly HashSet<ISymbol> _ofTurn = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _ofReply = new(SymbolEqualityComparer.Default);

    private LoopTurn(IOperation body, IOperation? source, ILoopOperation? loop, IEnumerable<ISymbol> variables, KnownRedisTypes types)
    {
        (_body, _source, _loop, _types) = (body, source, loop, types);
        _ofTurn.UnionWith(variables);
        Spread(_ofTurn, operation => false);
        Spread(_ofReply, IsReply);
    }

    /// <summary>The innermost loop that sends the command at each turn; null for loops that poll, drain or wait, where turns are meant to follow one another.</summary>
    public static LoopTurn? Of(IInvocationOperation call, KnownRedisTypes types)
    {
        foreach (var ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                case IForEachLoopOperation each when each.Body.Syntax.Span.Contains(call.Syntax.Span):
                    return !each.IsAsynchronous || IsScan(each.Collection) ? new LoopTurn(each.Body, each.Collection, each, each.Locals, types) : null;
                case IForLoopOperation counted when counted.Body.Syntax.Span.Contains(call.Syntax.Span):
                    return IsByOne(counted) ? new LoopTurn(counted.Body, null, counted, counted.Locals, types) : null;
                case IWhileLoopOperation or ILocalFunctionOperation:
                    return null;
                case IAnonymousFunctionOperation helped when WaitedCommand.IsRunOnTheSpot(helped):
                    break;
                case IAnonymousFunctionOperation lambda:
                    return Hidden(lambda, call) is { } source ? new LoopTurn(lambda.Body, source, null, lambda.Symbol.Parameters, types) : null;
            }
        }
        return null;
    }

    /// <summary>More than three items, and items rather than chunks of items.</summary>
    public bool IsLong()
    {
        if (_loop is IForLoopOperation { Condition: IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: int bound } } } && bound <= 3)
            return false;
        if (_source is null)
            return true;
        var origin = _source.Origin()!;
        if (origin is IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declared } } field
            && field.SemanticModel is { } model && declared[0].SyntaxTree == model.SyntaxTree
            && declared[0].GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: var value }
            && model.GetOperation(value) is { } initial)
        {
            origin = initial.Unwrap();
        }
        return origin switch
        {
            IArrayCreationOperation { Initializer: { } list } => list.ElementValues.Length > 3,
            ICollectionExpressionOperation collection => collection.Elements.Length > 3 || collection.Elements.Any(element => element is ISpreadOperation),
            IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.Length > 3,
            IInvocationOperation { TargetMethod.Name: "GetConsumingEnumerable" or "Chunk" or "Batch" or "Buffer" or "Partition" or "Split" } call => call.Type is null || IsText(call),
            _ => !_ofTurn.Any(variable => IsManyItems(Type(variable)) && IsDeclaredByLoop(variable)),
        };
    }

    /// <summary>Whether no other command is waited for earlier in the turn; one finding per loop is enough.</summary>
    public bool IsFirst(IInvocationOperation call) => !Turn().OfType<IInvocationOperation>().Any(
        other => other.Syntax.SpanStart < call.Syntax.SpanStart && WaitedCommand.Read(other, _types) is not null && Of(other, _types)?._body == _body);

    public bool IsIndependent(IInvocationOperation call, RedisCommand command)
    {
        if (_loop is null && command.IsAsync)
            return false;
        var arguments = call.Arguments.SelectMany(argument => argument.DescendantsAndSelf()).ToList();
        // The same command again and again is a poll, a retry or a load test; another receiver per turn is another server.
        if (!arguments.Exists(argument => IsIn(_ofTurn, argument))
            || (call.Instance?.DescendantsAndSelf().Any(part => IsIn(_ofTurn, part)) ?? false)
            || _ofTurn.Any(variable => Type(variable) is { } type && (_types.IsMultiplexer(type) || _types.IsDatabase(type) || _types.IsServer(type)))
            || arguments.Exists(argument => IsIn(_ofReply, argument) && !IsDeclaredInBody(argument.Symbol()!)))
        {
            return false;
        }
        var turn = Turn().ToList();
        return !turn.Exists(IsPause)
            && !turn.Exists(operation => IsExit(operation) && StopsTheLoop(operation))
            && !(_loop is IForLoopOperation { Condition: { } condition } && DependsOnReply(condition))
            && !(Confirmations.Contains(command.Name) && turn.Exists(IsOtherWork));
    }

    private IEnumerable<IOperation> Turn() => _body.DescendantsAndSelf();

    /// <summary>Follows values from variable to variable within the turn.</summary>
    private void Spread(HashSet<ISymbol> symbols, Func<IOperation, bool> isSource)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var operation in Turn())
            {
                var (target, value) = operation switch
                {
                    IVariableDeclaratorOperation declarator => (declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                    IAssignmentOperation { Target: var assigned } assignment => (assigned.Symbol(), assignment.Value),
                    _ => ((ISymbol?)null, (IOperation?)null),
                };
                if (target is not null && value is not null && value.DescendantsAndSelf().Any(part => isSource(part) || IsIn(symbols, part)))
                    changed |= symbols.Add(target);
            }
        }
    }

    private bool IsReply(IOperation operation) => WaitedCommand.IsCommand(operation, _types);

    private static bool IsIn(HashSet<ISymbol> symbols, IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        && operation.Symbol() is { } symbol && symbols.Contains(symbol);

    private bool DependsOnReply(IOperation operation) => operation.DescendantsAndSelf().Any(part => IsReply(part) || IsIn(_ofReply, part));

    private bool IsDeclaredInBody(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(declaration => _body.Syntax.Span.Contains(declaration.Span));

    private bool IsDeclaredByLoop(ISymbol symbol) => !IsDeclaredInBody(symbol);

    private bool IsExit(IOperation operation) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } branch =>
            branch.BranchKind == BranchKind.GoTo || branch.Ancestors().FirstOrDefault(ancestor => ancestor is ILoopOperation or ISwitchOperation) == _loop,
        IReturnOperation { Kind: OperationKind.Return } => _loop is not null && operation.Function() == _loop.Function(),
        IThrowOperation => true,
        _ => false,
    };

    /// <summary>An exit that always happens, or that a reply decides on: find the first, stop at the limit, retry until done.</summary>
    private bool StopsTheLoop(IOperation exit)
    {
        if (exit is IReturnOperation { ReturnedValue: { } value } && DependsOnReply(value))
            return true;
        var between = exit.Ancestors().TakeWhile(ancestor => ancestor != _body).ToList();
        if (between.Exists(ancestor => ancestor is ICatchClauseOperation))
            return false;
        var decisions = between.Select(ancestor => ancestor switch
        {
            IConditionalOperation conditional => conditional.Condition,
            ISwitchOperation choice => choice.Value,
            ICoalesceOperation coalesce => coalesce.Value,
            _ => null,
        }).OfType<IOperation>().ToList();
        // A throw that a reply decides on fails the whole loop, whether the other commands have been sent or not.
        return decisions.Count == 0 || (exit is not IThrowOperation && decisions.Exists(DependsOnReply));
    }

    private static bool IsPause(IOperation operation) => operation is IInvocationOperation
    {
        TargetMethod: { Name: "Delay" or "Sleep" or "WaitForNextTickAsync" or "SpinUntil", ContainingType.Name: "Task" or "Thread" or "PeriodicTimer" or "SpinWait" },
    };

    private bool IsOtherWork(IOperation operation) =>
        operation is IAwaitOperation awaited && !awaited.Operation.DescendantsAndSelf().Any(part => IsReply(part));

    private static bool IsScan(IOperation collection) => collection.DescendantsAndSelf().OfType<IInvocationOperation>().Any(
        call => call.TargetMethod.Name is "KeysAsync" or "HashScanAsync" or "SetScanAsync" or "SortedSetScanAsync");

    private static bool IsByOne(IForLoopOperation loop) =>
        loop.AtLoopBottom.Length == 1
        && loop.AtLoopBottom[0] is IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation }
        && loop.Condition is IBinaryOperation;

    /// <summary>The items of a loop that hides in a call: <c>keys.Select(key => db.StringGet(key))</c>, <c>list.ForEach(…)</c>.</summary>
    private static IOperation? Hidden(IAnonymousFunctionOperation lambda, IInvocationOperation call)
    {
        if (lambda.Symbol.Parameters.Length == 0 || call.Function() != lambda
            || lambda.Ancestors().FirstOrDefault(ancestor => ancestor is IArgumentOperation)?.Parent is not IInvocationOperation host)
        {
            return null;
        }
        var type = host.TargetMethod.ContainingType.ToDisplayString();
        if (type == "System.Linq.Enumerable" && host.Arguments.Length > 1 && WalksAll.Contains(host.TargetMethod.Name))
            return host.Arguments[0].Value;
        return host.TargetMethod.Name == "ForEach" && host.TargetMethod.ContainingType.OriginalDefinition.ToDisplayString() == "System.Collections.Generic.List<T>"
            ? host.Instance
            : null;
    }

    private static ITypeSymbol? Type(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static bool IsManyItems(ITypeSymbol? type) =>
        type is IArrayTypeSymbol
        || type is { SpecialType: not SpecialType.System_String } and INamedTypeSymbol
        && type.Name is not ("RedisKey" or "RedisValue")
        && type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);

    // "a,b".Split(',') gives texts, an extension method Split(100) gives chunks.
    private static bool IsText(IInvocationOperation call) => call.TargetMethod is { Name: "Split", ContainingType.SpecialType: SpecialType.System_String };
}
