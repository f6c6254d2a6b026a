using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>A question about a key (EXISTS, HEXISTS, SISMEMBER), and the command that runs only because of its answer.</summary>
internal sealed class CheckedAct
{
    private static readonly ImmutableHashSet<string> Questions = ["KeyExists", "HashExists", "SetContains", "KeyTimeToLive", "KeyType", "LockQuery"];

    private CheckedAct(RedisCommand check, IConditionalOperation guard, bool isNegated, KeyedCall act)
    {
        Check = check;
        Guard = guard;
        IsNegated = isNegated;
        Act = act;
    }

    public RedisCommand Check { get; }

    /// <summary>The <c>if</c> (or <c>?:</c>) that asks.</summary>
    public IConditionalOperation Guard { get; }

    /// <summary>Whether the condition is exactly the negated question.</summary>
    public bool IsNegated { get; }

    public KeyedCall Act { get; }

    public static CheckedAct? Read(IOperation? operation, KnownRedisTypes types)
    {
        if (RedisCommand.Read(operation, types) is not { Name: "KeyExists" or "HashExists" or "SetContains", Key: not null } check || check.IsQueued(types))
            return null;
        foreach (var asked in Answers(check))
        {
            if (asked.Ancestors().TakeWhile(step => step is not IBlockOperation).OfType<IConditionalOperation>()
                .FirstOrDefault(conditional => conditional.Condition.Syntax.Span.Contains(asked.Syntax.Span)) is not { } guard)
            {
                continue;
            }
            var act = Dependent(guard).OfType<IInvocationOperation>().Select(call => KeyedCall.Read(call, types))
                .FirstOrDefault(act => act is not null && IsActOn(act, check, types));
            if (act is not null)
                return new CheckedAct(check, guard, guard.Condition.Unwrap() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }, act);
        }
        return null;
    }

    /// <summary>Where the answer is used: the call itself, or the variable that keeps it.</summary>
    private static IEnumerable<IOperation> Answers(RedisCommand check)
    {
        if (check.Call.KeptIn() is not { } local)
            return [check.Call.Waited()];
        return check.Call.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && reference.Syntax.SpanStart > check.Call.Syntax.SpanStart);
    }

    /// <summary>What runs only for one answer: the branches, and what follows where one branch leaves.</summary>
    private static IEnumerable<IOperation> Dependent(IConditionalOperation guard)
    {
        var branches = guard.WhenTrue.DescendantsAndSelf().Concat(guard.WhenFalse?.DescendantsAndSelf() ?? []);
        return Leaves(guard.WhenTrue) && guard.Parent is IBlockOperation block
            ? branches.Concat(block.Operations.Where(statement => statement.Syntax.SpanStart > guard.Syntax.Span.End)
                .SelectMany(statement => statement.DescendantsAndSelf()))
            : branches;
    }

    private static bool Leaves(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: { Length: > 0 } statements } => Leaves(statements[statements.Length - 1]),
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        _ => false,
    };

    private static bool IsActOn(KeyedCall act, RedisCommand check, KnownRedisTypes types) =>
        !Questions.Contains(act.Command.Name)
        && !act.Command.IsQueued(types)
        && act.Command.Argument("when") is null
        && act.Key.IsSameAs(check.Key)
        && check.Name switch
        {
            "HashExists" => act.Command.Name is "HashGet" or "HashSet" or "HashDelete" or "HashIncrement" or "HashDecrement"
                && IsSamePart(act, check.Argument("hashField"), "hashField"),
            "SetContains" => act.Command.Name is "SetAdd" or "SetRemove" or "SetMove" && IsSamePart(act, check.Argument("value"), "value"),
            _ => true,
        };

    private static bool IsSamePart(KeyedCall act, IOperation? part, string name) => act.IsDirect && part.IsSameAs(act.Command.Argument(name));
}
