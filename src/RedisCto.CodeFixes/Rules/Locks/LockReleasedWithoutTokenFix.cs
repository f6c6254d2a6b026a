using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Releases by LockRelease with the token of the acquisition, where that token is in scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockReleasedWithoutTokenFix)), Shared]
public sealed class LockReleasedWithoutTokenFix() : RedisCodeFix("RCTO1503", "Release with LockRelease and the token")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { Name: "KeyDelete", Key: { } key } delete)
        {
            return null;
        }
        var guard = delete.Call.Ancestors().OfType<IConditionalOperation>()
            .Select(conditional => (Syntax: conditional.Syntax as IfStatementSyntax, Token: Comparison.Of(conditional.Condition, key, types)))
            .FirstOrDefault(candidate => candidate.Token is not null);
        var token = guard.Token is { } compared && site.IsKept(compared) ? compared : site.TokenOfTake(delete.Call, key, types);
        if (token is null)
            return null;
        var name = SyntaxFactory.IdentifierName(delete.IsAsync ? "LockReleaseAsync" : "LockRelease");
        var argument = SyntaxFactory.Argument(((ExpressionSyntax)token.Syntax).WithoutTrivia()).WithLeadingTrivia(SyntaxFactory.Space);
        if (call.ArgumentList.Arguments[0].NameColon is not null)
            argument = SyntaxFactory.Argument(SyntaxFactory.NameColon("value"), refKindKeyword: default, argument.Expression);
        var release = call
            .WithExpression(member.WithName(name))
            .WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(1, argument)));
        // LockRelease compares by itself: a guard that does only that has had its day.
        if (guard.Syntax is { } comparison && token == guard.Token && IsOnlyComparison(comparison, types, site)
            && Body(comparison) is { } body && body.Span.Contains(call.Span))
        {
            return site.Root.ReplaceNode(comparison, body.ReplaceNode(call, release).WithTriviaFrom(comparison));
        }
        return site.Root.ReplaceNode(call, release);
    }

    private static bool IsOnlyComparison(IfStatementSyntax guard, KnownRedisTypes types, FixSite site) =>
        guard.Else is null
        && guard.Parent is BlockSyntax or GlobalStatementSyntax
        && site.Model.GetOperation(guard.Condition, site.CancellationToken)?.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality
        && equality.Descendants().Any(operation => RedisCommand.Read(operation, types) is not null);

    private static StatementSyntax? Body(IfStatementSyntax guard) => guard.Statement switch
    {
        BlockSyntax { Statements: { Count: 1 } statements } => statements[0],
        BlockSyntax => null,
        var single => single,
    };
}
