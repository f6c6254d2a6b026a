using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Transactions;

/// <summary>Calls the command on the transaction or batch; its task completes after Execute, so that it is not awaited where it stands.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CommandOutsideTransactionFix)), Shared]
public sealed class CommandOutsideTransactionFix() : RedisCodeFix("RCTO1111", "Call it on the transaction or batch")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { } command
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan) is not VariableDeclaratorSyntax queue
            || IsInStaticFunction(call, queue))
        {
            return null;
        }
        var name = SyntaxFactory.IdentifierName(command.Name + "Async").WithTriviaFrom(member.Name);
        var queued = call.WithExpression(member.WithExpression(SyntaxFactory.IdentifierName(queue.Identifier.Text).WithTriviaFrom(member.Expression)).WithName(name));
        ExpressionSyntax outer = call;
        while (outer.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" }
            || outer.Parent is InvocationExpressionSyntax { Expression: var called } && called == outer)
        {
            outer = (ExpressionSyntax)outer.Parent!;
        }
        // The result is needed on the spot, and a queued command has none yet.
        if (outer.Parent is not ExpressionStatementSyntax statement)
            return command.IsAsync && outer == call && !IsDiscarded(call) ? site.Root.ReplaceNode(call, queued)
                : command.IsAsync && outer is AwaitExpressionSyntax or InvocationExpressionSyntax && IsDiscarded(outer) ? site.Root.ReplaceNode(outer, queued.WithTriviaFrom(outer))
                : null;
        var discarded = SyntaxFactory.ParseStatement($"_ = {queued.WithoutTrivia()};").WithTriviaFrom(statement);
        return site.Root.ReplaceNode(statement, discarded);
    }

    private static bool IsDiscarded(ExpressionSyntax expression) =>
        expression.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } };

    /// <summary>A static lambda or local function does not see the variable.</summary>
    private static bool IsInStaticFunction(SyntaxNode call, SyntaxNode queue) =>
        call.Ancestors().TakeWhile(ancestor => !ancestor.Span.Contains(queue.Span)).Any(ancestor =>
            ancestor is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword)
            || ancestor is LocalFunctionStatementSyntax function && function.Modifiers.Any(SyntaxKind.StaticKeyword));
}
