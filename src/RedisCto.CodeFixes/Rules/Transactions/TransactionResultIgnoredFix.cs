using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Transactions;

/// <summary>Returns the result where the method went on to say true, else throws where it is false.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TransactionResultIgnoredFix)), Shared]
public sealed class TransactionResultIgnoredFix() : RedisCodeFix("RCTO1106", "Act on the result of Execute")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax execute || Executed(site, execute) is not { } executed || Statement(executed) is not { } statement)
            return null;
        var result = executed.Value.WithoutTrivia();
        if (Following(statement) is ReturnStatementSyntax { Expression.RawKind: (int)SyntaxKind.TrueLiteralExpression } success)
        {
            var returned = success.WithExpression(result).WithLeadingTrivia(statement.GetLeadingTrivia());
            var tracked = site.Root.TrackNodes(statement, success);
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(success)!, returned);
            return tracked.RemoveNode(tracked.GetCurrentNode(statement)!, SyntaxRemoveOptions.KeepNoTrivia);
        }
        var guard = SyntaxFactory.ParseStatement(
            $"if (!{result})\n    throw new InvalidOperationException(\"A condition of the transaction did not hold; nothing was written.\");")
            .WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Using(site.Root.ReplaceNode(statement, guard), "InvalidOperationException", "System");
    }

    /// <summary>The expression in the code, and the expression that gives the bool: a task that nobody awaits is awaited where the method allows it.</summary>
    private static (ExpressionSyntax Node, ExpressionSyntax Value)? Executed(FixSite site, InvocationExpressionSyntax execute)
    {
        ExpressionSyntax node = execute;
        if (node.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            node = configured;
        if (node.Parent is AwaitExpressionSyntax awaited)
            return (awaited, awaited);
        if (site.Model.GetTypeInfo(execute, site.CancellationToken).Type is { SpecialType: SpecialType.System_Boolean })
            return (execute, execute);
        return site.Model.GetEnclosingSymbol(execute.SpanStart, site.CancellationToken) is IMethodSymbol { IsAsync: true }
            ? (node, SyntaxFactory.AwaitExpression(node.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space)))
            : null;
    }

    private static StatementSyntax? Statement((ExpressionSyntax Node, ExpressionSyntax Value) executed) => executed.Node.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } }
            when executed.Node is not InvocationExpressionSyntax || executed.Value is InvocationExpressionSyntax => statement,
        _ => null,
    };

    private static StatementSyntax? Following(StatementSyntax statement) => statement.Parent is BlockSyntax block
        ? block.Statements.SkipWhile(other => other != statement).Skip(1).FirstOrDefault()
        : null;
}
