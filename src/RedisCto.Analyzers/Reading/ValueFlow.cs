using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Follows a written value back to the read that it was made from, and tells whether it was changed on the way.</summary>
internal sealed class ValueFlow
{
    private readonly IOperation _write;
    private readonly IOperation _read;
    private readonly KnownRedisTypes _types;
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private bool _isReached;
    private bool _isChanged;

    private ValueFlow(IOperation write, IOperation read, KnownRedisTypes types)
    {
        _write = write;
        _read = read;
        _types = types;
    }

    /// <summary>Whether the value holds what the read gave, and is not simply the same again.</summary>
    public static bool IsChangedFrom(IOperation value, IOperation write, IOperation read, KnownRedisTypes types)
    {
        var flow = new ValueFlow(write, read, types);
        flow.Follow(value);
        return flow._isReached && (flow._isChanged || flow.IsMutated());
    }

    private void Follow(IOperation? operation)
    {
        switch (operation)
        {
            case null:
                return;
            case IInvocationOperation call when call == _read:
                _isReached = true;
                return;
            // What another command or a source gave is not made from the value, even when it was asked with it.
            case IInvocationOperation call when _types.IsDatabaseMember(call.TargetMethod) || call.Waited().Syntax != call.Syntax && !IsNeutral(call.TargetMethod.Name):
                return;
            case IInvocationOperation call when !IsNeutral(call.TargetMethod.Name):
            case IObjectCreationOperation { Arguments.Length: > 0 }:
            case IBinaryOperation or IUnaryOperation or IWithOperation or IInterpolatedStringOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                FollowChanged(operation);
                return;
            case IConditionalOperation choice:
                // Asking about the value is not making something of it.
                Follow(choice.WhenTrue);
                Follow(choice.WhenFalse);
                return;
            case IAnonymousFunctionOperation or IDelegateCreationOperation:
                return;
            case ILocalReferenceOperation local when _seen.Add(local.Local):
                foreach (var source in Sources(local))
                    Follow(source);
                return;
        }
        foreach (var child in operation.ChildOperations)
            Follow(child);
    }

    private void FollowChanged(IOperation operation)
    {
        var before = _isReached;
        _isReached = false;
        foreach (var child in operation.ChildOperations)
            Follow(child);
        _isChanged |= _isReached;
        _isReached |= before;
    }

    /// <summary>What the variable may hold at the write: the last assignment that always runs before it, and those after that one.</summary>
    private IEnumerable<IOperation> Sources(ILocalReferenceOperation local)
    {
        List<(IOperation Source, IOperation Place)> all = [];
        if (local.Initializer() is { } initializer)
            all.Add((initializer, initializer));
        foreach (var operation in _write.Root().Descendants().Where(operation => operation.Syntax.SpanStart < _write.Syntax.SpanStart))
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target.RefersTo(local.Local):
                    all.Add((assignment.Value, assignment));
                    break;
                case ICompoundAssignmentOperation assignment when assignment.Target.RefersTo(local.Local):
                case IIncrementOrDecrementOperation step when step.Target.RefersTo(local.Local):
                    _isChanged = true;
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: IInvocationOperation call } argument
                    when argument.Value.DescendantsAndSelf().Any(inner => inner is ILocalReferenceOperation && inner.RefersTo(local.Local)):
                    all.Add((call, call));
                    break;
            }
        }
        var last = all.FindLastIndex(entry => IsAlwaysBefore(entry.Place));
        return all.Skip(Math.Max(last, 0)).Where(entry => CanReachWrite(entry.Place)).Select(entry => entry.Source);
    }

    private bool IsAlwaysBefore(IOperation place) =>
        place.Ancestors().FirstOrDefault(ancestor => ancestor is IBlockOperation) is { } block && block.Syntax.Span.Contains(_write.Syntax.Span)
        && !place.Ancestors().TakeWhile(ancestor => ancestor != block).Any(ancestor => ancestor is IConditionalOperation or ICoalesceOperation);

    /// <summary>Not in the other branch, and not in one that leaves before the write.</summary>
    private bool CanReachWrite(IOperation place)
    {
        foreach (var conditional in place.Ancestors().OfType<IConditionalOperation>())
        {
            var branch = Contains(conditional.WhenTrue, place) ? conditional.WhenTrue : conditional.WhenFalse;
            if (branch is null || !Contains(branch, place) || Contains(branch, _write))
                continue;
            if (Contains(conditional, _write) || branch.Descendants().Any(step => step is IReturnOperation or IThrowOperation or IBranchOperation))
                return false;
        }
        return true;
    }

    /// <summary>An object that was made from the value has a property set, or a method called on it for its effect.</summary>
    private bool IsMutated() => _write.Root().Descendants().Any(operation =>
        operation.Syntax.SpanStart > _read.Syntax.SpanStart && operation.Syntax.SpanStart < _write.Syntax.SpanStart && operation switch
        {
            IAssignmentOperation { Target: IMemberReferenceOperation target } => IsOfValue(target.Instance),
            IAssignmentOperation { Target: IArrayElementReferenceOperation target } => IsOfValue(target.ArrayReference),
            IIncrementOrDecrementOperation { Target: IMemberReferenceOperation target } => IsOfValue(target.Instance),
            IInvocationOperation { Instance: { } instance, TargetMethod: var method } => !IsNeutral(method.Name) && method.Name != "TryGetValue"
                && operation.Parent is IExpressionStatementOperation && IsOfValue(instance),
            _ => false,
        } && CanReachWrite(operation));

    private bool IsOfValue(IOperation? instance)
    {
        for (var current = instance?.Unwrap(); current is not null; current = (current as IMemberReferenceOperation)?.Instance?.Unwrap())
        {
            if (current is ILocalReferenceOperation local)
                return _seen.Contains(local.Local);
        }
        return false;
    }

    private static bool Contains(IOperation outer, IOperation inner) => outer.Syntax.Span.Contains(inner.Syntax.Span);

    private static bool IsNeutral(string name) =>
        name.IndexOf("Serialize", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Parse", StringComparison.Ordinal) >= 0
        || name is "ToString" or "GetBytes" or "GetString" or "ConfigureAwait" or "WaitAsync" or "GetAwaiter" or "GetResult" or "ToInt32" or "ToInt64"
            or "Unbox" or "Box" or "GetValueOrDefault" or "ThrowIfNull" or "IsNullOrEmpty";
}
