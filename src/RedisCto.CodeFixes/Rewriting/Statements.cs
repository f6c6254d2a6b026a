using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Puts statements before the one that holds an expression, and turns an expression body into a block where that is needed.</summary>
internal static class Statements
{
    public static IReadOnlyList<StatementSyntax> Parse(string statements) =>
        ((BlockSyntax)SyntaxFactory.ParseStatement("{\n" + statements + "\n}")).Statements
            .Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();

    /// <summary>Replaces the expression and runs the statements just before; null where they would not run exactly once before it.</summary>
    public static SyntaxNode? InsertBefore(this FixSite site, ExpressionSyntax expression, string statements, ExpressionSyntax replacement)
    {
        for (SyntaxNode node = expression; node.Parent is { } parent; node = parent)
        {
            if (node is StatementSyntax statement)
                return InsertBefore(site, statement, statements, statement.ReplaceNode(expression, replacement));
            switch (parent)
            {
                case ConditionalExpressionSyntax conditional when conditional.Condition != node:
                case BinaryExpressionSyntax binary when binary.Right == node && IsShortCircuit(binary):
                case AssignmentExpressionSyntax coalesce when coalesce.IsKind(SyntaxKind.CoalesceAssignmentExpression):
                case ConditionalAccessExpressionSyntax access when access.WhenNotNull == node:
                case SwitchExpressionArmSyntax:
                case QueryClauseSyntax:
                case WhileStatementSyntax:
                case DoStatementSyntax:
                case ForStatementSyntax:
                    return null;
                case ArrowExpressionClauseSyntax arrow:
                    return IntoBlock(site, arrow, expression, statements, replacement);
                case LambdaExpressionSyntax lambda:
                    var body = Block(statements, lambda.ExpressionBody!.Replacing(expression, replacement), Returns(site, lambda));
                    return site.Root.ReplaceNode(lambda, lambda.WithBody(body).WithAdditionalAnnotations(Formatter.Annotation));
            }
        }
        return null;
    }

    private static SyntaxNode? InsertBefore(FixSite site, StatementSyntax statement, string statements, StatementSyntax changed)
    {
        var added = Parse(statements);
        var first = added[0].WithLeadingTrivia(statement.GetLeadingTrivia());
        var last = changed.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
        StatementSyntax[] all = [first, .. added.Skip(1), last];
        return statement.Parent switch
        {
            BlockSyntax or SwitchSectionSyntax => site.Root.ReplaceNode(statement, all),
            GlobalStatementSyntax top => site.Root.ReplaceNode(top, all.Select(SyntaxFactory.GlobalStatement)),
            IfStatementSyntax or ElseClauseSyntax or ForEachStatementSyntax or UsingStatementSyntax =>
                site.Root.ReplaceNode(statement, SyntaxFactory.Block(all).WithAdditionalAnnotations(Formatter.Annotation)),
            _ => null,
        };
    }

    private static SyntaxNode? IntoBlock(
        FixSite site, ArrowExpressionClauseSyntax arrow, ExpressionSyntax expression, string statements, ExpressionSyntax replacement)
    {
        if (arrow.Parent is not { } member || site.Model.GetDeclaredSymbol(member, site.CancellationToken) is not IMethodSymbol method)
            return null;
        var body = Block(statements, arrow.Expression.Replacing(expression, replacement), Returns(method));
        SyntaxNode? changed = member switch
        {
            MethodDeclarationSyntax declaration => declaration.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
            LocalFunctionStatementSyntax local => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
            _ => null,
        };
        return changed is null ? null : site.Root.ReplaceNode(
            member, changed.WithTrailingTrivia(member.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static BlockSyntax Block(string statements, ExpressionSyntax value, bool returns)
    {
        StatementSyntax last = returns
            ? SyntaxFactory.ReturnStatement(value.WithLeadingTrivia(SyntaxFactory.Space))
            : SyntaxFactory.ExpressionStatement(value.WithoutTrivia());
        return SyntaxFactory.Block(Parse(statements).Append(last)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool Returns(FixSite site, LambdaExpressionSyntax lambda) =>
        site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol is not IMethodSymbol method || Returns(method);

    private static bool Returns(IMethodSymbol method) =>
        !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 0 });

    /// <summary>ReplaceNode that also works where the node is the root itself.</summary>
    private static ExpressionSyntax Replacing(this ExpressionSyntax root, ExpressionSyntax node, ExpressionSyntax replacement) =>
        root == node ? replacement : root.ReplaceNode(node, replacement);

    private static bool IsShortCircuit(BinaryExpressionSyntax binary) =>
        binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression)
        || binary.IsKind(SyntaxKind.CoalesceExpression);
}
