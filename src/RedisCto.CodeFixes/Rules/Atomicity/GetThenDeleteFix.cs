using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Atomicity;

/// <summary>Takes the value with StringGetDelete, where it is deleted whatever it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GetThenDeleteFix)), Shared]
public sealed class GetThenDeleteFix() : RedisCodeFix("RCTO1404", "Take the value with StringGetDelete")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } get
            || site.Model.GetOperation(get, site.CancellationToken) is not IInvocationOperation read
            || site.Diagnostic.AdditionalLocations.Count != 1
            || site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax delete
            || site.Model.GetOperation(delete, site.CancellationToken)?.Waited().Syntax.Parent is not ExpressionStatementSyntax removed
            || get.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: { } block } taking)
        {
            return null;
        }
        StatementSyntax gone = removed;
        if (GuardOf(removed) is { } guard && IsQuestionForNothing(site, guard.Condition, read.KeptIn()))
            gone = guard;
        if (gone.Parent != block && !(gone.Parent is GlobalStatementSyntax && block is GlobalStatementSyntax))
            return null;
        var between = Siblings(block).Where(statement => statement.SpanStart > taking.Span.End && statement.Span.End < gone.SpanStart);
        if (!between.All(statement => IsHarmless(site, statement, read.KeptIn())))
            return null;
        var name = SyntaxFactory.IdentifierName(member.Name.Identifier.Text.Replace("StringGet", "StringGetDelete"));
        var tracked = site.Root.TrackNodes(get, gone);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(get)!, get.WithExpression(member.WithName(name)));
        var current = tracked.GetCurrentNode(gone)!;
        return tracked.RemoveNode(current.Parent is GlobalStatementSyntax top ? top : current, SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static IEnumerable<StatementSyntax> Siblings(SyntaxNode block) => block switch
    {
        BlockSyntax statements => statements.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement),
        _ => [],
    };

    private static IfStatementSyntax? GuardOf(StatementSyntax statement) => statement.Parent switch
    {
        IfStatementSyntax { Else: null } direct => direct,
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } block } => block,
        _ => null,
    };

    /// <summary>A statement that leaves at most where nothing was read: deleting nothing is the same.</summary>
    private static bool IsHarmless(FixSite site, StatementSyntax statement, ILocalSymbol? value) => statement switch
    {
        IfStatementSyntax { Else: null } guard => IsQuestionForNothing(site, guard.Condition, value)
            || !guard.DescendantNodes().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or ContinueStatementSyntax or BreakStatementSyntax),
        LocalDeclarationStatementSyntax or ExpressionStatementSyntax => !statement.DescendantNodes().OfType<ThrowExpressionSyntax>().Any(),
        _ => false,
    };

    /// <summary>Every leaf of the condition asks whether the value is there.</summary>
    private static bool IsQuestionForNothing(FixSite site, ExpressionSyntax condition, ILocalSymbol? value) =>
        value is not null && site.Model.GetOperation(condition, site.CancellationToken)?.Unwrap() switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsQuestionForNothing(site, (ExpressionSyntax)not.Operand.Syntax, value),
            IPropertyReferenceOperation { Property.Name: "IsNull" or "HasValue" or "IsNullOrEmpty", Instance: { } instance } => instance.RefersTo(value),
            IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty", Arguments: { Length: 1 } arguments } => arguments[0].Value.RefersTo(value),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality =>
                equality.LeftOperand.RefersTo(value) && equality.RightOperand.Unwrap().ConstantValue is { HasValue: true, Value: null },
            IIsPatternOperation pattern => pattern.Value.RefersTo(value) && pattern.Syntax.ToString().EndsWith("null", StringComparison.Ordinal),
            _ => false,
        };
}
