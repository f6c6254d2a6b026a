using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Messaging;

/// <summary>Keeps the stream at about 100,000 entries.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StreamUnboundedFix)), Shared]
public sealed class StreamUnboundedFix() : RedisCodeFix("RCTO1803", "Keep the stream at about 100,000 entries")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation
            || RedisCommand.NameOf(operation.TargetMethod) != "StreamAdd")
        {
            return null;
        }
        var list = call.ArgumentList;
        foreach (var (name, value) in new[] { ("maxLength", "100000"), ("useApproximateMaxLength", "true") })
            list = With(list, Position(operation, name), name, value);
        return site.Root.ReplaceNode(call, call.WithArgumentList(list));
    }

    /// <summary>Where the caller wrote the argument, or -1.</summary>
    private static int Position(IInvocationOperation call, string parameter) =>
        call.ArgumentFor(parameter) is not null
        && call.Arguments.First(argument => argument.Parameter?.Name == parameter).Syntax is ArgumentSyntax { Parent: ArgumentListSyntax list } given
            ? list.Arguments.IndexOf(given)
            : -1;

    private static ArgumentListSyntax With(ArgumentListSyntax list, int position, string name, string value)
    {
        if (position >= 0)
        {
            var given = list.Arguments[position];
            return list.WithArguments(list.Arguments.Replace(given, given.WithExpression(SyntaxFactory.ParseExpression(value).WithTriviaFrom(given.Expression))));
        }
        return list.AddArguments(SyntaxFactory.ParseArgumentList($"({name}: {value})").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space));
    }
}
