using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.RoundTrips;

/// <summary>Turns a trip per item into one: an array command where all items go to one key, else all commands started and awaited together.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RoundTripPerIterationFix)), Shared]
public sealed class RoundTripPerIterationFix() : RedisCodeFix("RCTO1103", "Send the commands of the loop together")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { } command
            || Loop(call) is not { } loop
            || CountCommands(site, loop, types) != 1)
        {
            return null;
        }
        var rewritten = loop is ForEachStatementSyntax each && each.AwaitKeyword.IsKind(SyntaxKind.None) && IsPlainVariable(site, each)
            ? OneCommand.For(site, each, call, command) ?? AllAtOnce(site, each, call, command)
            : null;
        rewritten ??= Pending(site, loop, call, command);
        return rewritten is null
            ? null
            : site.Using(site.Using(site.Using(rewritten, "Enumerable", "System.Linq"), "Task", "System.Threading.Tasks"), "List", "System.Collections.Generic");
    }

    /// <summary>The loop round the call, where no lambda, inner loop or try stands between.</summary>
    private static StatementSyntax? Loop(InvocationExpressionSyntax call)
    {
        foreach (var ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                case ForEachStatementSyntax or ForStatementSyntax:
                    return (StatementSyntax)ancestor;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or TryStatementSyntax or WhileStatementSyntax or DoStatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }
        return null;
    }

    private static int CountCommands(FixSite site, StatementSyntax loop, KnownRedisTypes types) =>
        loop.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Count(node => RedisCommand.Read(site.Model.GetOperation(node, site.CancellationToken), types) is not null);

    /// <summary><c>foreach (var x in …)</c>, or with the very type of the items: a conversion would be lost.</summary>
    private static bool IsPlainVariable(FixSite site, ForEachStatementSyntax each) =>
        each.Type.IsVar || site.Model.GetForEachStatementInfo(each).ElementConversion.IsIdentity;

    /// <summary>Starts all commands, waits once, and hands each turn its reply: the order of the turns stays.</summary>
    private static SyntaxNode? AllAtOnce(FixSite site, ForEachStatementSyntax each, InvocationExpressionSyntax call, RedisCommand command)
    {
        if (Awaited(call) is not { } awaited || !command.IsAsync)
            return null;
        // A list, not a SyntaxList: that would copy the statement out of its tree.
        List<StatementSyntax> statements = each.Statement is BlockSyntax block ? [.. block.Statements] : [each.Statement];
        var index = statements.FindIndex(statement => statement.Span.Contains(call.Span));
        var before = statements.Take(index).ToList();
        if (index < 0 || !before.TrueForAll(IsPlainLocal) || !IsAtTop(statements[index], awaited))
            return null;
        var item = each.Identifier.Text;
        if (statements.Count == index + 1 && statements[index] is ExpressionStatementSyntax { Expression: var only } && only == awaited)
        {
            var lambda = before.Count == 0
                ? $"{item} => {call.WithoutTrivia()}"
                : AsyncLambda(each, before, $"await {awaited.Expression.WithoutTrivia()};");
            return Replace(site, each, $"await Task.WhenAll({Source(each)}.Select({lambda}));");
        }
        var isDeclared = statements[index] is LocalDeclarationStatementSyntax { Declaration: { Type.IsVar: true, Variables: { Count: 1 } variables } }
            && variables[0].Initializer?.Value == awaited;
        var reply = isDeclared
            ? ((LocalDeclarationStatementSyntax)statements[index]).Declaration.Variables[0].Identifier.Text
            : site.Free("reply");
        List<string> names = [item, .. before.Select(statement => ((LocalDeclarationStatementSyntax)statement).Declaration.Variables[0].Identifier.Text)];
        var tuple = $"({string.Join(", ", names)}, await {awaited.Expression.WithoutTrivia()})";
        var start = before.Count == 0
            ? $"async {item} => {tuple}"
            : AsyncLambda(each, before, $"return {tuple};");
        var rest = isDeclared
            ? statements.Skip(index + 1)
            : [statements[index].ReplaceNode(awaited, SyntaxFactory.IdentifierName(reply).WithTriviaFrom(awaited)), .. statements.Skip(index + 1)];
        var body = string.Concat(rest.Select(statement => statement.ToFullString())).TrimEnd();
        return Replace(site, each, $"foreach (var ({string.Join(", ", names)}, {reply}) in await Task.WhenAll({Source(each)}.Select({start})))\n{{\n{body}\n}}");
    }

    /// <summary>The lines of the lambda, indented here, because the formatter leaves a lambda in an argument where it is.</summary>
    private static string AsyncLambda(ForEachStatementSyntax each, IEnumerable<StatementSyntax> before, string last)
    {
        var indent = each.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var lines = before.Select(statement => statement.WithoutTrivia().ToString()).Append(last).Select(line => $"{indent}    {line}\n");
        return $"async {each.Identifier.Text} =>\n{indent}{{\n{string.Concat(lines)}{indent}}}";
    }

    /// <summary>Keeps the loop as it is, collects what it starts, and waits behind it.</summary>
    private static SyntaxNode? Pending(FixSite site, StatementSyntax loop, InvocationExpressionSyntax call, RedisCommand command)
    {
        if (!command.IsAsync || Awaited(call) is not { Parent: ExpressionStatementSyntax statement }
            || loop.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || loop is ForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword }
            || loop.DescendantNodes().Any(node => node is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax))
        {
            return null;
        }
        var pending = site.Free("pending");
        var added = SyntaxFactory.ParseStatement($"{pending}.Add({call.WithoutTrivia()});").WithTriviaFrom(statement);
        var list = Statements.Parse($"var {pending} = new List<Task>();")[0].WithLeadingTrivia(loop.GetLeadingTrivia());
        var wait = Statements.Parse($"await Task.WhenAll({pending});")[0].WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
        var changed = loop.ReplaceNode(statement, added).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
        StatementSyntax[] all = [list, changed, wait];
        return loop.Parent is GlobalStatementSyntax top
            ? site.Root.ReplaceNode(top, all.Select(SyntaxFactory.GlobalStatement))
            : site.Root.ReplaceNode(loop, all);
    }

    private static SyntaxNode Replace(FixSite site, ForEachStatementSyntax each, string statement) =>
        site.Root.ReplaceNode(each, SyntaxFactory.ParseStatement(statement).WithTriviaFrom(each).WithAdditionalAnnotations(Formatter.Annotation));

    private static string Source(ForEachStatementSyntax each) => each.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
        ? each.Expression.WithoutTrivia().ToString()
        : $"({each.Expression.WithoutTrivia()})";

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } } => awaited,
        _ => null,
    };

    private static bool IsPlainLocal(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0, Declaration: { Type.IsVar: true, Variables: { Count: 1 } variables } }
        && variables[0].Initializer is { Value: var value }
        && !value.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax);

    /// <summary>Whether the statement always sends the command, before anything else it does.</summary>
    private static bool IsAtTop(StatementSyntax statement, AwaitExpressionSyntax awaited) =>
        statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or IfStatementSyntax
        && (statement is not IfStatementSyntax branch || branch.Condition.Span.Contains(awaited.Span))
        && !awaited.Ancestors().TakeWhile(ancestor => ancestor != statement).Any(ancestor =>
            ancestor is ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax
            || (ancestor is BinaryExpressionSyntax binary && binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression));
}
