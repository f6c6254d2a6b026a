using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Messaging;

/// <summary>Acknowledges each entry at the end of its turn of the loop, so that an exception leaves it pending.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StreamEntryNotAcknowledgedFix)), Shared]
public sealed class StreamEntryNotAcknowledgedFix() : RedisCodeFix("RCTO1804", "Acknowledge each entry after its work")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } database } member } call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation
            || Written(operation, "key") is not { } key || Written(operation, "groupName") is not { } group
            || Loop(site, operation) is not { Statement: BlockSyntax body } loop || LeavesEarly(body))
        {
            return null;
        }
        var isAsync = member.Name.Identifier.Text.EndsWith("Async", StringComparison.Ordinal);
        var acknowledge = isAsync
            ? $"await {database}.StreamAcknowledgeAsync({key}, {group}, {loop.Identifier.Text}.Id);"
            : $"{database}.StreamAcknowledge({key}, {group}, {loop.Identifier.Text}.Id);";
        var block = body.Statements.LastOrDefault() is TryStatementSyntax tried ? tried.Block : body;
        return site.Root.ReplaceNode(block, block.WithStatements(block.Statements.AddRange(Statements.Parse(acknowledge))));
    }

    /// <summary>The argument as it may be written a second time.</summary>
    private static ExpressionSyntax? Written(IInvocationOperation read, string parameter) =>
        read.ArgumentFor(parameter)?.Unwrap().Syntax is ExpressionSyntax expression
        && expression is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or InterpolatedStringExpressionSyntax
            ? expression
            : null;

    /// <summary>The only loop that walks through what was read.</summary>
    private static ForEachStatementSyntax? Loop(FixSite site, IInvocationOperation read)
    {
        var loops = read.Root().Descendants().OfType<IForEachLoopOperation>().Where(loop => StreamEntries.IsEntry(loop.Collection.Unwrap().Type)).ToList();
        if (loops.Count != 1 || loops[0].Syntax is not ForEachStatementSyntax loop)
            return null;
        var collection = loops[0].Collection.Unwrap();
        var isRead = read.KeptIn() is { } kept ? collection.RefersTo(kept) : read.Waited().Unwrap() == collection;
        return isRead && site.Model.GetDeclaredSymbol(loop, site.CancellationToken) is { } ? loop : null;
    }

    /// <summary>Whether some entries never come to the end of the loop: then nobody can tell whether they were dealt with.</summary>
    private static bool LeavesEarly(BlockSyntax body) => body.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax)
        .Any(node => node is ContinueStatementSyntax or BreakStatementSyntax { Parent: not SwitchSectionSyntax } or ReturnStatementSyntax or GotoStatementSyntax)
        || body.Statements.Count(statement => statement is TryStatementSyntax) > (body.Statements.LastOrDefault() is TryStatementSyntax ? 1 : 0);
}
