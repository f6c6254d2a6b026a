using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Transactions;

/// <summary>Moves the wait behind Execute; a command that is queued within the wait keeps its place, and its task a name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitBeforeExecuteFix)), Shared]
public sealed class AwaitBeforeExecuteFix() : RedisCodeFix("RCTO1105", "Wait after Execute")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || site.Node is not ExpressionSyntax wait
            || wait.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } waiting
            || waiting is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, UsingKeyword.RawKind: 0 })
            || Whole(waiting) != wait)
        {
            return null;
        }
        var index = block.Statements.IndexOf(waiting);
        var sending = block.Statements.Skip(index + 1).FirstOrDefault(statement => Execute(site, statement) is not null);
        if (sending is null || sending is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or IfStatementSyntax)
            || IsUsedUpTo(site, waiting, sending))
        {
            return null;
        }
        var (kept, moved) = Queues(site, wait, types) ? Split(site, waiting, wait) : (null, waiting);
        if (moved is null)
            return null;
        List<StatementSyntax> statements = [.. block.Statements.Take(index)];
        if (kept is not null)
            statements.Add(kept.WithLeadingTrivia(waiting.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation));
        var rest = block.Statements.Skip(index + 1).ToList();
        var at = rest.IndexOf(sending);
        statements.AddRange(rest.Take(at));
        statements.AddRange(Sent(site, sending, moved));
        statements.AddRange(rest.Skip(at + 1));
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    /// <summary>The expression that is all of the statement.</summary>
    private static ExpressionSyntax? Whole(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discarded } => discarded.Right,
        ExpressionStatementSyntax expression => expression.Expression,
        LocalDeclarationStatementSyntax local => local.Declaration.Variables[0].Initializer?.Value,
        _ => null,
    };

    private static ExpressionSyntax? Execute(FixSite site, StatementSyntax statement)
    {
        var scope = statement is IfStatementSyntax branch ? branch.Condition : (SyntaxNode)statement;
        var call = scope.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>().FirstOrDefault(candidate =>
            site.Model.GetOperation(candidate, site.CancellationToken) is IInvocationOperation operation && operation.Instance is not null
            && CommandQueue.IsExecute(operation.TargetMethod) && KnownRedisTypes.Find(site.Model.Compilation)!.IsQueue(operation.TargetMethod.ContainingType));
        ExpressionSyntax? sent = call;
        while (sent?.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } or InvocationExpressionSyntax)
            sent = (ExpressionSyntax)sent.Parent;
        return sent;
    }

    private static bool Queues(FixSite site, ExpressionSyntax wait, KnownRedisTypes types) =>
        wait.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call =>
            site.Model.GetOperation(call, site.CancellationToken) is IInvocationOperation operation
            && (RedisCommand.Read(operation, types) is not null || operation.Arguments.Any(argument => CommandQueue.Read(argument.Value, types) is not null)));

    /// <summary>The part that queues, which stays, and the part that waits, which goes behind Execute.</summary>
    private static (StatementSyntax? Kept, StatementSyntax? Moved) Split(FixSite site, StatementSyntax waiting, ExpressionSyntax wait)
    {
        if (wait is not AwaitExpressionSyntax awaited)
            return default;
        var task = awaited.Expression;
        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" or "WaitAsync" } member })
            task = member.Expression;
        var name = site.Free("pending");
        return (Statements.Parse($"var {name} = {task.WithoutTrivia()};")[0], waiting.ReplaceNode(task, SyntaxFactory.IdentifierName(name)));
    }

    /// <summary>Execute, and then the wait; the result of Execute gets a name where the statement goes on to use it.</summary>
    private static IEnumerable<StatementSyntax> Sent(FixSite site, StatementSyntax sending, StatementSyntax moved)
    {
        var last = moved.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        // A transaction that was not applied cancels its tasks: the wait belongs behind the way out.
        if (sending is ExpressionStatementSyntax or LocalDeclarationStatementSyntax || sending is IfStatementSyntax { Else: null } guard && IsWayOut(guard.Statement))
            return [sending, last];
        var execute = Execute(site, sending)!;
        var name = site.Free("executed");
        var declared = Statements.Parse($"var {name} = {execute.WithoutTrivia()};")[0].WithLeadingTrivia(sending.GetLeadingTrivia());
        return [declared, last, sending.ReplaceNode(execute, SyntaxFactory.IdentifierName(name).WithTriviaFrom(execute)).WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithAdditionalAnnotations(Formatter.Annotation)];
    }

    private static bool IsWayOut(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax || statement is BlockSyntax { Statements.Count: > 0 } block && IsWayOut(block.Statements.Last());

    private static bool IsUsedUpTo(FixSite site, StatementSyntax waiting, StatementSyntax sending)
    {
        if (waiting is not LocalDeclarationStatementSyntax { Declaration.Variables: var variables })
            return false;
        var local = site.Model.GetDeclaredSymbol(variables[0], site.CancellationToken);
        return waiting.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.SpanStart > waiting.Span.End && name.Span.End <= sending.Span.End && name.Identifier.Text == variables[0].Identifier.Text
            && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol, local));
    }
}
