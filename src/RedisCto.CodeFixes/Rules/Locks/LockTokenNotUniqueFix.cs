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

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Makes a new token for the acquisition, and gives the same one to the releases in the same method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockTokenNotUniqueFix)), Shared]
public sealed class LockTokenNotUniqueFix() : RedisCodeFix("RCTO1502", "Use a new Guid as the token")
{
    private const string NewToken = "Guid.NewGuid().ToString(\"N\")";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || LockAttempt.Read(site.Model.GetOperation(site.Node, site.CancellationToken), types) is not { } attempt)
        {
            return null;
        }
        var root = attempt.Token.Unwrap() is ILocalReferenceOperation local ? Declare(site, local, types) : Introduce(site, attempt, types);
        return root is null ? null : site.Using(root, nameof(Guid), nameof(System));
    }

    /// <summary>The token has its own variable: that one is new from now on.</summary>
    private static SyntaxNode? Declare(FixSite site, ILocalReferenceOperation local, KnownRedisTypes types)
    {
        if (local.Local is not { IsConst: false, Type: { Name: "String" or "RedisValue" } } || local.IsReassigned()
            || local.Initializer()?.Syntax is not ExpressionSyntax value
            || !local.Root().Descendants().Where(reference => reference is ILocalReferenceOperation && reference.RefersTo(local.Local))
                .All(reference => reference.Ancestors().TakeWhile(ancestor => ancestor is not IBlockOperation)
                    .Any(ancestor => RedisCommand.Read(ancestor, types) is { Name: "LockTake" or "LockRelease" or "LockExtend" or "StringSet" or "ScriptEvaluate" })))
        {
            return null;
        }
        return site.Root.ReplaceNode(value, SyntaxFactory.ParseExpression(NewToken).WithTriviaFrom(value));
    }

    private static SyntaxNode? Introduce(FixSite site, LockAttempt attempt, KnownRedisTypes types)
    {
        if (attempt.Call.Syntax.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement)
            return null;
        var others = attempt.Call.CommandsOfType(types, "LockRelease", "LockExtend", "ScriptEvaluate").ToList();
        var scope = statement.Parent is GlobalStatementSyntax ? site.Root : statement.Parent!;
        // What is released elsewhere needs the token there: that is for a person to carry over.
        if (others.Count == 0 && !attempt.Call.CommandsOfType(types, "KeyDelete").Any(delete => scope.Span.Contains(delete.Call.Syntax.Span))
            || others.Exists(other => other.Name == "ScriptEvaluate"
                || attempt.Key.IsSameAs(other.Key) && !(scope.Span.Contains(other.Call.Syntax.Span) && attempt.Token.IsSameAs(other.Argument("value")))))
        {
            return null;
        }
        var name = site.Free("token");
        List<SyntaxNode> values = [attempt.Token.Syntax, .. others.Where(other => attempt.Key.IsSameAs(other.Key)).Select(other => other.Argument("value")!.Syntax)];
        var tracked = site.Root.TrackNodes([statement, .. values]);
        foreach (var value in values)
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(value)!, SyntaxFactory.IdentifierName(name).WithTriviaFrom(value));
        var current = tracked.GetCurrentNode(statement)!;
        var declared = SyntaxFactory.ParseStatement($"var {name} = {NewToken};\n")
            .WithLeadingTrivia(current.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        var rest = current.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
        return current.Parent is GlobalStatementSyntax top
            ? tracked.ReplaceNode(top, [SyntaxFactory.GlobalStatement(declared), SyntaxFactory.GlobalStatement(rest)])
            : tracked.ReplaceNode(current, [declared, rest]);
    }
}
