using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Expiration;

/// <summary>Sends KeyExpire at each increment, for a key that has no lifetime yet: what one call missed, the next one mends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CounterExpiryRaceFix)), Shared]
public sealed class CounterExpiryRaceFix() : RedisCodeFix("RCTO1303", "Expire at each increment where no expiry is set (Redis 7.0)")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax increment
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax expire
            || !IsPlain(site, expire)
            || expire.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement
            || Guard(statement) is not { } guard
            || guard.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || !AsksForFirst(guard.Condition))
        {
            return null;
        }
        var when = SyntaxFactory.ParseArgumentList(
            expire.ArgumentList.Arguments.Any(argument => argument.NameColon is not null) ? "(when: ExpireWhen.HasNoExpiry)" : "(ExpireWhen.HasNoExpiry)")
            .Arguments[0].WithLeadingTrivia(SyntaxFactory.Space);
        var always = statement.ReplaceNode(expire, expire.AddArgumentListArguments(when)).WithAdditionalAnnotations(Formatter.Annotation);
        List<StatementSyntax> statements = [];
        // if (await db.StringIncrementAsync(key) == 1): the increment becomes a statement of its own.
        if (guard.Condition.Span.Contains(increment.Span))
            statements.Add(SyntaxFactory.ExpressionStatement(Counter(guard.Condition)!.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation));
        statements.Add(always.WithTrailingTrivia(guard.GetTrailingTrivia()));
        statements[0] = statements[0].WithLeadingTrivia(guard.GetLeadingTrivia());
        return guard.Parent is GlobalStatementSyntax top
            ? site.Root.ReplaceNode(top, statements.Select(SyntaxFactory.GlobalStatement))
            : site.Root.ReplaceNode(guard, statements);
    }

    private static bool IsPlain(FixSite site, InvocationExpressionSyntax expire) =>
        expire.ArgumentList.Arguments.Count == 2
        && site.Model.GetOperation(expire, site.CancellationToken) is IInvocationOperation operation
        && RedisCommand.NameOf(operation.TargetMethod) == "KeyExpire"
        && operation.TargetMethod.Parameters.Any(parameter => parameter.Name == "when");

    private static IfStatementSyntax? Guard(ExpressionStatementSyntax statement) => statement.Parent switch
    {
        IfStatementSyntax { Else: null } direct => direct,
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } block } => block,
        _ => null,
    };

    /// <summary><c>count == 1</c>, with the counter on either side.</summary>
    private static bool AsksForFirst(ExpressionSyntax condition) => Counter(condition) is not null;

    private static ExpressionSyntax? Counter(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.LessThanOrEqualExpression } comparison when IsOne(comparison.Right) =>
            Unparenthesized(comparison.Left),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } comparison when IsOne(comparison.Left) => Unparenthesized(comparison.Right),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } pattern when IsOne(constant.Expression) => Unparenthesized(pattern.Expression),
        _ => null,
    };

    private static ExpressionSyntax Unparenthesized(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax parenthesized ? Unparenthesized(parenthesized.Expression) : expression;

    private static bool IsOne(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.ValueText: "1" };
}
