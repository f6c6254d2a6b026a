using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Messaging;

/// <summary>Catches the error that says that the group exists, and no other.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StreamGroupCreateUnguardedFix)), Shared]
public sealed class StreamGroupCreateUnguardedFix() : RedisCodeFix("RCTO1806", "Go on when the group exists")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: { } expression } statement
            || !IsTheCall(expression, site.Node)
            || statement.Parent is not (BlockSyntax or GlobalStatementSyntax))
        {
            return null;
        }
        var error = site.Free("error");
        var guarded = ((TryStatementSyntax)Statements.Parse($$"""
            try
            {
            {{statement.WithoutTrivia()}}
            }
            catch (StackExchange.Redis.RedisServerException {{error}}) when ({{error}}.Message.StartsWith("BUSYGROUP", System.StringComparison.Ordinal))
            {
            // The group exists already, with its position.
            }
            """)[0]).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(statement, guarded);
    }

    /// <summary>Whether the statement waits for the call and does nothing else; a task that is only started throws nowhere.</summary>
    private static bool IsTheCall(ExpressionSyntax expression, SyntaxNode call)
    {
        if (expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard)
            expression = discard.Right;
        if (expression is AwaitExpressionSyntax awaited)
            expression = awaited.Expression;
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } configured })
            expression = configured.Expression;
        return expression == call;
    }
}
