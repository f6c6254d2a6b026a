using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisCto.Analyzers.Rules.Scripting;

namespace RedisCto.CodeFixes.Rules.Scripting;

/// <summary>Compares the reply with the number that means yes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScriptTruthOfZeroFix)), Shared]
public sealed class ScriptTruthOfZeroFix() : RedisCodeFix("RCTO1705", "Compare the reply with a number")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        var span = site.Diagnostic.Location.SourceSpan;
        var literal = site.Node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault(node => node.Span.Contains(span));
        // A finding that covers the whole literal is one whose place in the script is not known.
        if (literal is null || literal.Span == span || !site.Diagnostic.Properties.TryGetValue(TruthOfZero.Comparison, out var comparison))
            return null;
        var text = literal.ToString();
        var at = span.Start - literal.SpanStart;
        var changed = text.Substring(0, at) + comparison + text.Substring(at + span.Length);
        return site.Root.ReplaceNode(literal, SyntaxFactory.ParseExpression(changed).WithTriviaFrom(literal));
    }
}
