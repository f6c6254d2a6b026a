using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.RoundTrips;

/// <summary>Writes a loop as one command with an array, where the command has such a form.</summary>
internal static class OneCommand
{
    // One key, many members: safe on every server, because nothing spans two slots.
    private static readonly ImmutableHashSet<string> ManyMembers =
        ["SetAdd", "SetRemove", "ListLeftPush", "ListRightPush", "HashDelete", "SortedSetRemove"];

    public static SyntaxNode? For(FixSite site, ForEachStatementSyntax each, InvocationExpressionSyntax call, RedisCommand command)
    {
        // A list, not a SyntaxList: that would copy the statement out of its tree.
        List<StatementSyntax> statements = each.Statement is BlockSyntax block ? [.. block.Statements] : [each.Statement];
        if (call.Expression is not MemberAccessExpressionSyntax || call.ArgumentList.Arguments.Any(argument => argument.NameColon is not null))
            return null;
        var arguments = call.ArgumentList.Arguments;
        if (statements.Count == 1 && IsWholeStatement(statements[0], call))
        {
            if (ManyMembers.Contains(command.Name) && arguments.Count == 2 && !Mentions(arguments[0], each) && IsValue(command, "RedisValue"))
                return WithArray(site, each, call, "RedisValue", "members", arguments[1].Expression, $"{arguments[0].Expression}, ");
            // Several keys in one command need one slot in a cluster; without async there is no other way to send them together.
            if (command is { Name: "KeyDelete", IsAsync: false } && arguments.Count == 1)
                return WithArray(site, each, call, "RedisKey", "keys", arguments[0].Expression, "");
        }
        return command is { Name: "StringGet", IsAsync: false } && arguments.Count == 1 ? WithReplies(site, each, call, statements) : null;
    }

    private static SyntaxNode? WithArray(
        FixSite site, ForEachStatementSyntax each, InvocationExpressionSyntax call, string type, string name, ExpressionSyntax item, string key)
    {
        if (each.Parent is not (BlockSyntax or GlobalStatementSyntax))
            return null;
        var array = site.Free(name);
        var lambda = $"{each.Identifier.Text} => ({type}){Operand(item)}";
        var sent = call.WithArgumentList(SyntaxFactory.ParseArgumentList($"({key}{array})")).WithoutTrivia();
        var statement = Whole(call).ReplaceNode(call, sent).WithoutTrivia();
        // An empty array is an error for some of these commands; an empty loop sent nothing.
        var added = Statements.Parse($"var {array} = {each.Expression.WithoutTrivia()}.Select({lambda}).ToArray();\nif ({array}.Length > 0)\n{statement}");
        StatementSyntax[] all = [added[0].WithLeadingTrivia(each.GetLeadingTrivia()), added[1].WithTrailingTrivia(each.GetTrailingTrivia())];
        return each.Parent is GlobalStatementSyntax top
            ? site.Root.ReplaceNode(top, all.Select(SyntaxFactory.GlobalStatement))
            : site.Root.ReplaceNode(each, all);
    }

    /// <summary>MGET first, then the turns, each with its reply.</summary>
    private static SyntaxNode? WithReplies(FixSite site, ForEachStatementSyntax each, InvocationExpressionSyntax call, List<StatementSyntax> statements)
    {
        var source = site.Model.GetTypeInfo(each.Expression, site.CancellationToken).Type;
        // The items are walked twice, once for the keys and once for the turns.
        if (source is not IArrayTypeSymbol && !(source?.AllInterfaces.Any(type => type.Name is "IReadOnlyCollection" or "ICollection") ?? false)
            && source?.Name is not ("IReadOnlyCollection" or "ICollection" or "IReadOnlyList" or "IList"))
        {
            return null;
        }
        if (statements.Count == 0 || !IsFirstThing(statements[0], call) || each.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
            return null;
        var declared = statements[0] is LocalDeclarationStatementSyntax { Declaration: { Type.IsVar: true, Variables: { Count: 1 } variables } } && variables[0].Initializer?.Value == call
            ? variables[0].Identifier.Text
            : null;
        var reply = declared ?? site.Free("reply");
        var rest = declared is not null
            ? statements.Skip(1)
            : [statements[0].ReplaceNode(call, SyntaxFactory.IdentifierName(reply).WithTriviaFrom(call)), .. statements.Skip(1)];
        var item = each.Identifier.Text;
        var keys = $"{each.Expression}.Select({item} => (RedisKey){Operand(call.ArgumentList.Arguments[0].Expression)}).ToArray()";
        var replies = call.WithArgumentList(SyntaxFactory.ParseArgumentList($"({keys})")).WithoutTrivia();
        var text = $"foreach (var ({item}, {reply}) in {each.Expression}.Zip({replies}))\n{{\n{string.Concat(rest.Select(statement => statement.ToFullString())).TrimEnd()}\n}}";
        return site.Root.ReplaceNode(each, SyntaxFactory.ParseStatement(text).WithTriviaFrom(each).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static bool IsFirstThing(StatementSyntax statement, InvocationExpressionSyntax call) =>
        statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax
        && statement.Span.Contains(call.Span)
        && !call.Ancestors().TakeWhile(ancestor => ancestor != statement).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax
            or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax);

    private static bool IsWholeStatement(StatementSyntax statement, InvocationExpressionSyntax call) => Whole(call) == statement;

    private static StatementSyntax Whole(InvocationExpressionSyntax call) => call.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax statement
        && call.Ancestors().TakeWhile(ancestor => ancestor != statement).All(ancestor => ancestor is AwaitExpressionSyntax
            || ancestor is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } or InvocationExpressionSyntax)
        ? statement
        : SyntaxFactory.EmptyStatement();

    private static bool IsValue(RedisCommand command, string type) =>
        command.Call.TargetMethod.Parameters.Length > 1 && command.Call.TargetMethod.Parameters[1].Type.Name == type;

    private static bool Mentions(ArgumentSyntax argument, ForEachStatementSyntax each) =>
        argument.DescendantTokens().Any(token => token.Text == each.Identifier.Text);

    private static string Operand(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
            ? expression.WithoutTrivia().ToString()
            : $"({expression.WithoutTrivia()})";
}
