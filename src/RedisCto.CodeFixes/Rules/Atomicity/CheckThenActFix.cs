using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Atomicity;

/// <summary>Lets the command decide by itself: When.NotExists, or its own result in place of the question.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CheckThenActFix)), Shared]
public sealed class CheckThenActFix() : RedisCodeFix("RCTO1402", "Let the command itself decide")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || CheckedAct.Read(site.Model.GetOperation(site.Node, site.CancellationToken), types) is not { Act.IsDirect: true } found
            || found.Guard.Syntax is not IfStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } guard
            || !IsWholeCondition(found)
            || Statements(guard) is not { Count: > 0 } body
            || found.Act.Call.Waited() is not { Syntax: ExpressionSyntax waited, Parent: IExpressionStatementOperation }
            || waited.Parent != body[0])
        {
            return null;
        }
        var act = found.Act.Command.Name;
        if (found.IsNegated && act is "StringSet" or "HashSet")
            return body.Count == 1 && guard.Else is null ? WithCondition(site, found, guard, body[0]) : null;
        var answers = found.Check.Name switch
        {
            "SetContains" => found.IsNegated ? act == "SetAdd" : act == "SetRemove",
            "HashExists" => !found.IsNegated && act == "HashDelete" && IsOneKeyed(found.Act),
            _ => !found.IsNegated && act == "KeyDelete",
        };
        return answers ? WithOwnResult(site, guard, body, waited) : null;
    }

    private static SyntaxNode? WithCondition(FixSite site, CheckedAct found, IfStatementSyntax guard, StatementSyntax only)
    {
        var call = (InvocationExpressionSyntax)found.Act.Call.Syntax;
        if (found.Act.Command.Argument("value") is not { } value || value.DescendantsAndSelf().Any(IsWork)
            || call.ArgumentList.Arguments.Count(argument => argument.NameColon is null) > 3)
        {
            return null;
        }
        var condition = SyntaxFactory.ParseArgumentList("(when: When.NotExists)").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space);
        var written = call.WithArgumentList(call.ArgumentList.AddArguments(condition));
        return site.Root.ReplaceNode(guard, only.ReplaceNode(call, written).WithTriviaFrom(guard).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxNode WithOwnResult(FixSite site, IfStatementSyntax guard, SyntaxList<StatementSyntax> body, ExpressionSyntax act)
    {
        if (body.Count == 1 && guard.Else is null)
            return site.Root.ReplaceNode(guard, body[0].WithTriviaFrom(guard).WithAdditionalAnnotations(Formatter.Annotation));
        var rest = guard.Statement is BlockSyntax block ? block.WithStatements(body.RemoveAt(0)) : SyntaxFactory.Block();
        return site.Root.ReplaceNode(
            guard, guard.WithCondition(act.WithoutTrivia()).WithStatement(rest.WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static SyntaxList<StatementSyntax> Statements(IfStatementSyntax guard) =>
        guard.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(guard.Statement);

    /// <summary>The condition is the question, or its negation, and nothing besides.</summary>
    private static bool IsWholeCondition(CheckedAct found)
    {
        var condition = found.Guard.Condition.Unwrap();
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            condition = not.Operand.Unwrap();
        return condition.Syntax.Span == found.Check.Call.Waited().Syntax.Span;
    }

    // The array overload gives a number.
    private static bool IsOneKeyed(KeyedCall act) => act.Command.Argument("hashField") is not null;

    /// <summary>What is computed only where the key is missing must not be computed each time.</summary>
    private static bool IsWork(IOperation operation) => operation is IAwaitOperation
        || operation is IInvocationOperation { TargetMethod.Name: not ("ToString" or "Serialize" or "SerializeObject" or "NewGuid" or "GetBytes") };
}
