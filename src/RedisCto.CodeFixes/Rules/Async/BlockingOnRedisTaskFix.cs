using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.CodeFixes.Rules.Async;

/// <summary>Awaits the task in place of blocking on it, where the method is async already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingOnRedisTaskFix)), Shared]
public sealed class BlockingOnRedisTaskFix() : RedisCodeFix("RCTO1101", "Await the task")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not ExpressionSyntax wait
            || site.Model.GetEnclosingSymbol(wait.SpanStart, site.CancellationToken) is not IMethodSymbol { IsAsync: true }
            || wait.Ancestors().TakeWhile(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
                .Any(ancestor => ancestor is LockStatementSyntax or QueryExpressionSyntax or UnsafeStatementSyntax)
            || Task(site, wait) is not { } task)
        {
            return null;
        }
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(task.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space));
        if (wait.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax)
            awaited = SyntaxFactory.ParenthesizedExpression(awaited);
        return site.Root.ReplaceNode(wait, awaited.WithTriviaFrom(wait));
    }

    /// <summary>What to await; null where the wait has a limit or takes the first of many.</summary>
    private static ExpressionSyntax? Task(FixSite site, ExpressionSyntax wait) => site.Model.GetOperation(wait, site.CancellationToken) switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } when wait is MemberAccessExpressionSyntax member => member.Expression,
        IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.Length: 0 } } when wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Expression,
        IInvocationOperation { TargetMethod.Name: "GetResult" } when wait is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } awaiter } },
        } => awaiter.Expression,
        IInvocationOperation { TargetMethod: { Name: "WaitAll", Parameters.Length: 1 } } when wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } all =>
            all.WithExpression(member.WithName(SyntaxFactory.IdentifierName("WhenAll"))),
        _ => null,
    };
}
