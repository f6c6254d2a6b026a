using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Leaves where the lock was not taken.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockResultIgnoredFix)), Shared]
public sealed class LockResultIgnoredFix() : RedisCodeFix("RCTO1504", "Leave where the lock was not taken")
{
    private const string Refusal = "Another client holds the lock.";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation take
            || RedisCommand.NameOf(take.TargetMethod) == "StringSetAndGet"
            || site.Leave(call, Refusal) is not { } leave)
        {
            return null;
        }
        return take.IsDropped() ? Guard(site, take, leave) : Complete(site, take, leave);
    }

    private static SyntaxNode? Guard(FixSite site, IInvocationOperation take, string leave)
    {
        if (take.Waited() is not { Syntax: ExpressionSyntax waited } result || !IsTruth(result, site)
            || waited.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax } statement
            || statement is LocalDeclarationStatementSyntax { Declaration.Variables.Count: > 1 }
            || take.KeptIn() is { } local && take.Root().Descendants().Any(reference => reference is ILocalReferenceOperation && reference.RefersTo(local)))
        {
            return null;
        }
        var asked = $"if (!{waited.WithoutTrivia()})\n    {leave}";
        var guard = SyntaxFactory.ParseStatement(asked)
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(statement, guard);
    }

    /// <summary>The refusal is logged and passed over: it has to end there.</summary>
    private static SyntaxNode? Complete(FixSite site, IInvocationOperation take, string leave)
    {
        if (TakeGuard.Of(take) is not { WhenTaken: null, Guard.Syntax: IfStatementSyntax { Else: null } guard })
            return null;
        var statements = guard.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(guard.Statement);
        var body = SyntaxFactory.Block(statements.AddRange(Statements.Parse(leave))).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(guard, guard.WithStatement(body.WithTrailingTrivia(guard.Statement.GetTrailingTrivia())));
    }

    // A task that nobody waits for has no result to ask.
    private static bool IsTruth(IOperation result, FixSite site) =>
        site.Model.GetTypeInfo(result.Syntax, site.CancellationToken).Type?.SpecialType == SpecialType.System_Boolean;
}
