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

/// <summary>Releases only where the take gave true.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockReleasedWhenNotTakenFix)), Shared]
public sealed class LockReleasedWhenNotTakenFix() : RedisCodeFix("RCTO1505", "Release only what was taken")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Model.GetOperation(site.Node, site.CancellationToken) is not { } release
            || release.Waited().Syntax.Parent is not ExpressionStatementSyntax releasing
            || site.Node.FirstAncestorOrSelf<FinallyClauseSyntax>() is not { Parent: TryStatementSyntax { Parent: BlockSyntax } guarded }
            || site.Diagnostic.AdditionalLocations.Count != 1
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax taking
            || site.Model.GetOperation(taking, site.CancellationToken) is not IInvocationOperation take
            || site.Model.GetTypeInfo(take.Waited().Syntax, site.CancellationToken).Type?.SpecialType != SpecialType.System_Boolean)
        {
            return null;
        }
        if (taking.SpanStart < guarded.SpanStart)
            return take.KeptIn() is { } kept ? site.Root.ReplaceNode(releasing, Asked(kept.Name, releasing)) : null;
        return Hoist(site, guarded, releasing, take);
    }

    /// <summary>The take is inside the try: whether it succeeded has to be known outside.</summary>
    private static SyntaxNode? Hoist(FixSite site, TryStatementSyntax guarded, ExpressionStatementSyntax releasing, IInvocationOperation take)
    {
        var waited = (ExpressionSyntax)take.Waited().Syntax;
        var declaration = take.KeptIn() is null ? null : waited.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();
        if (declaration is { Declaration.Variables.Count: > 1 } || declaration is null && take.KeptIn() is not null)
            return null;
        var name = declaration?.Declaration.Variables[0].Identifier.Text ?? site.Free("taken");
        SyntaxNode old = declaration is null ? waited : declaration;
        SyntaxNode assigned = declaration is null
            ? SyntaxFactory.ParseExpression($"({name} = {waited.WithoutTrivia()})").WithTriviaFrom(waited)
            : SyntaxFactory.ParseStatement($"{name} = {waited.WithoutTrivia()};").WithTriviaFrom(declaration);
        var tracked = site.Root.TrackNodes(guarded, releasing, old);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(old)!, assigned);
        var current = tracked.GetCurrentNode(releasing)!;
        tracked = tracked.ReplaceNode(current, Asked(name, current));
        var attempt = tracked.GetCurrentNode(guarded)!;
        var before = SyntaxFactory.ParseStatement($"var {name} = false;\n")
            .WithLeadingTrivia(attempt.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        return tracked.ReplaceNode(attempt, [before, attempt.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation)]);
    }

    private static StatementSyntax Asked(string name, ExpressionStatementSyntax release) =>
        SyntaxFactory.ParseStatement($"if ({name})\n    {release.WithoutTrivia()}").WithTriviaFrom(release).WithAdditionalAnnotations(Formatter.Annotation);
}
