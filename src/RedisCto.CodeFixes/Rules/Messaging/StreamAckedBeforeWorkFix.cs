using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace RedisCto.CodeFixes.Rules.Messaging;

/// <summary>Moves the acknowledgement behind the work.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StreamAckedBeforeWorkFix)), Shared]
public sealed class StreamAckedBeforeWorkFix() : RedisCodeFix("RCTO1812", "Acknowledge after the work")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        site.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax block } acknowledge
            ? block.Parent is FinallyClauseSyntax { Parent: TryStatementSyntax tried }
                ? OutOfFinally(site, tried, block, acknowledge)
                : ToTheEnd(site, block, acknowledge)
            : null;

    /// <summary>To the end of the block, or of the try that ends it, where all work comes to that end.</summary>
    private static SyntaxNode? ToTheEnd(FixSite site, BlockSyntax block, ExpressionStatementSyntax acknowledge)
    {
        var at = block.Statements.IndexOf(acknowledge);
        var rest = block.Statements.Skip(at + 1).ToList();
        var inner = rest.OfType<TryStatementSyntax>().ToList();
        if (rest.Exists(LeavesEarly) || inner.Count > 1 || inner.Count == 1 && rest[rest.Count - 1] != inner[0])
            return null;
        var moved = acknowledge.WithAdditionalAnnotations(Formatter.Annotation);
        var statements = block.Statements.RemoveAt(at);
        if (inner.Count == 0)
            return site.Root.ReplaceNode(block, block.WithStatements(statements.Add(moved)));
        var guarded = inner[0].WithBlock(inner[0].Block.AddStatements(moved));
        return site.Root.ReplaceNode(block, block.WithStatements(statements.Replace(statements[statements.Count - 1], guarded)));
    }

    /// <summary>From finally to the end of the try; a finally that is left empty goes, and with it a try that catches nothing.</summary>
    private static SyntaxNode? OutOfFinally(FixSite site, TryStatementSyntax tried, BlockSyntax last, ExpressionStatementSyntax acknowledge)
    {
        if (tried.Block.Statements.Any(LeavesEarly))
            return null;
        var worked = tried.Block.AddStatements(acknowledge.WithAdditionalAnnotations(Formatter.Annotation));
        var left = last.Statements.Remove(acknowledge);
        if (left.Count > 0)
            return site.Root.ReplaceNode(tried, tried.WithBlock(worked).WithFinally(tried.Finally!.WithBlock(last.WithStatements(left))));
        if (tried.Catches.Count > 0)
            return site.Root.ReplaceNode(tried, tried.WithBlock(worked).WithFinally(null));
        return tried.Parent is BlockSyntax
            ? site.Root.ReplaceNode(tried, worked.Statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation)))
            : null;
    }

    private static bool LeavesEarly(StatementSyntax statement) => statement.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax)
        .Any(node => node is ContinueStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or BreakStatementSyntax { Parent: not SwitchSectionSyntax });
}
