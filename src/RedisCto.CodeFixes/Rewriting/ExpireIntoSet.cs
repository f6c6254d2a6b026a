using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Moves the lifetime from KeyExpire into StringSet, and removes KeyExpire.</summary>
/// <param name="ruleId">The rule that reports the SET, with the KeyExpire as its additional location.</param>
public abstract class ExpireIntoSet(string ruleId) : RedisCodeFix(ruleId, "Pass the expiry to StringSet")
{
    private protected sealed override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax set
            || site.Diagnostic.AdditionalLocations.Count != 1
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax expire
            || !IsDirect(site, set, "StringSet")
            || Lifetime(site, expire) is not { } lifetime
            || Statement(expire) is not { } statement)
        {
            return null;
        }
        var written = set.WithExpiry(lifetime.ToString(), MayBeNull(site, lifetime));
        if (Guard(statement) is not { } guard)
            return IsKnownBefore(site, lifetime, set) ? Replace(site.Root, set, written, statement) : null;
        if (GuardedValue(guard.Condition, lifetime) is { } value && IsKnownBefore(site, value, set))
            return Replace(site.Root, set, set.WithExpiry(value.ToString(), MayBeNull(site, value)), guard);
        if (guard.Condition.Span.Contains(set.Span) && IsResultOf(guard.Condition, set) && IsKnownBefore(site, lifetime, set))
        {
            var plain = SyntaxFactory.ExpressionStatement(guard.Condition.ReplaceNode(set, written).WithoutTrivia())
                .WithTriviaFrom(guard);
            return site.Root.ReplaceNode(guard, plain);
        }
        return IsKeptResult(site, guard.Condition, set) && IsKnownBefore(site, lifetime, set) ? Replace(site.Root, set, written, guard) : null;
    }

    private static bool IsDirect(FixSite site, InvocationExpressionSyntax call, string name) =>
        site.Model.GetOperation(call, site.CancellationToken) is IInvocationOperation operation
        && RedisCommand.NameOf(operation.TargetMethod) == name;

    /// <summary>The duration that KeyExpire is given; null where it is a date, or where KeyExpire carries a condition or flags.</summary>
    private static ExpressionSyntax? Lifetime(FixSite site, InvocationExpressionSyntax expire)
    {
        if (!IsDirect(site, expire, "KeyExpire") || expire.ArgumentList.Arguments.Count != 2)
            return null;
        var operation = (IInvocationOperation)site.Model.GetOperation(expire, site.CancellationToken)!;
        var given = operation.ArgumentFor("expiry");
        return given?.Unwrap() is { Syntax: ExpressionSyntax duration } && IsTimeSpan(given.Type) ? duration : null;
    }

    private static bool MayBeNull(FixSite site, ExpressionSyntax lifetime) =>
        site.Model.GetTypeInfo(lifetime, site.CancellationToken).Type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    private static bool IsTimeSpan(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && arguments[0].Name == nameof(TimeSpan);

    /// <summary>The statement that consists of the call alone, awaited or not.</summary>
    private static StatementSyntax? Statement(InvocationExpressionSyntax call)
    {
        SyntaxNode outer = call;
        if (outer.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            outer = configured;
        if (outer.Parent is AwaitExpressionSyntax awaited)
            outer = awaited;
        if (outer.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discarded)
            outer = discarded;
        return outer.Parent as ExpressionStatementSyntax;
    }

    private static IfStatementSyntax? Guard(StatementSyntax statement) => statement.Parent switch
    {
        IfStatementSyntax { Else: null } direct => direct,
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } block } => block,
        _ => null,
    };

    /// <summary>The nullable value that the guard asks for: <c>if (ttl.HasValue) … ttl.Value</c> is the same as passing ttl.</summary>
    private static ExpressionSyntax? GuardedValue(ExpressionSyntax condition, ExpressionSyntax lifetime)
    {
        var value = condition switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.Text: "HasValue" } member => member.Expression,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } binary when IsNull(binary.Right) => binary.Left,
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } not when IsNull(constant.Expression) => not.Expression,
            IsPatternExpressionSyntax { Pattern: DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax name } } declared
                when name.Identifier.Text == lifetime.ToString() => declared.Expression,
            IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax name } } declared
                when name.Identifier.Text == lifetime.ToString() => declared.Expression,
            _ => null,
        };
        var isSame = value is not null && (condition is IsPatternExpressionSyntax { Pattern: not UnaryPatternSyntax }
            || lifetime.ToString() == value.ToString() || lifetime.ToString() == value + ".Value");
        return isSame ? value : null;
    }

    private static bool IsNull(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.NullLiteralExpression);

    /// <summary>Whether everything that the duration names exists before the SET.</summary>
    private static bool IsKnownBefore(FixSite site, ExpressionSyntax lifetime, InvocationExpressionSyntax set) =>
        lifetime.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(name => site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol)
            .All(symbol => symbol is not ILocalSymbol local
                || local.DeclaringSyntaxReferences.All(declaration => declaration.Span.End < set.SpanStart));

    /// <summary><c>var taken = StringSet(…); if (taken) KeyExpire(…);</c></summary>
    private static bool IsKeptResult(FixSite site, ExpressionSyntax condition, InvocationExpressionSyntax set) =>
        site.Model.GetOperation(set, site.CancellationToken)?.KeptIn() is { } local
        && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(condition, site.CancellationToken).Symbol, local);

    private static bool IsResultOf(ExpressionSyntax condition, InvocationExpressionSyntax set) => condition switch
    {
        AwaitExpressionSyntax awaited => IsResultOf(awaited.Expression, set),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } configured } =>
            configured.Expression == set,
        _ => condition == set,
    };

    private static SyntaxNode? Replace(
        SyntaxNode root, InvocationExpressionSyntax set, InvocationExpressionSyntax written, StatementSyntax removed)
    {
        if (removed.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax))
            return null;
        var tracked = root.TrackNodes(set, removed);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(set)!, written);
        var statement = tracked.GetCurrentNode(removed)!;
        return tracked.RemoveNode(statement.Parent is GlobalStatementSyntax top ? top : statement, SyntaxRemoveOptions.KeepNoTrivia);
    }
}
