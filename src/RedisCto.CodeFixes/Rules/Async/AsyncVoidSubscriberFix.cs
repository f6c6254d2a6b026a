using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Async;

/// <summary>Subscribes without a handler, and gives the async lambda to OnMessage of the queue that comes back.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidSubscriberFix)), Shared]
public sealed class AsyncVoidSubscriberFix() : RedisCodeFix("RCTO1108", "Handle the messages by OnMessage")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } subscribe
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || site.Model.GetOperation(subscribe, site.CancellationToken) is not IInvocationOperation operation
            || !types.IsSubscriberMember(operation.TargetMethod)
            || subscribe.ArgumentList.Arguments.FirstOrDefault(argument => argument.Expression is ParenthesizedLambdaExpressionSyntax) is not { } handler
            || handler.Expression is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 2, AsyncKeyword.RawKind: not 0 } lambda
            || Statement(subscribe, isAsync: member.Name.Identifier.Text == "SubscribeAsync") is not { } statement
            || Body(site, lambda) is not { } body)
        {
            return null;
        }
        var queue = subscribe.WithArgumentList(subscribe.ArgumentList.WithArguments(subscribe.ArgumentList.Arguments.Remove(handler))).WithoutTrivia().ToString();
        if (member.Name.Identifier.Text == "SubscribeAsync")
            queue = Awaited(subscribe) == subscribe.Parent ? $"(await {queue})" : $"(await {queue}.ConfigureAwait(false))";
        var modifiers = lambda.Modifiers.Any(SyntaxKind.StaticKeyword) ? "static async" : "async";
        var replaced = SyntaxFactory.ParseStatement($"{queue}.OnMessage({modifiers} {Message(site)} => {body});")
            .WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(statement, replaced);
    }

    private static string Message(FixSite site) => site.Free("message");

    private static ExpressionStatementSyntax? Statement(InvocationExpressionSyntax subscribe, bool isAsync) =>
        (isAsync ? Awaited(subscribe)?.Parent : subscribe.Parent) as ExpressionStatementSyntax;

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } } => awaited,
        _ => null,
    };

    /// <summary>The body with the two parameters read from the message; null where it writes to one of them.</summary>
    private static CSharpSyntaxNode? Body(FixSite site, ParenthesizedLambdaExpressionSyntax lambda)
    {
        var channel = site.Model.GetDeclaredSymbol(lambda.ParameterList.Parameters[0], site.CancellationToken);
        var value = site.Model.GetDeclaredSymbol(lambda.ParameterList.Parameters[1], site.CancellationToken);
        var uses = lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(name => (Name: name, Symbol: site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol))
            .Where(use => SymbolEqualityComparer.Default.Equals(use.Symbol, channel) || SymbolEqualityComparer.Default.Equals(use.Symbol, value))
            .ToDictionary(use => use.Name, use => SymbolEqualityComparer.Default.Equals(use.Symbol, channel) ? "Channel" : "Message");
        if (uses.Keys.Any(name => name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name
            || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 }))
        {
            return null;
        }
        var message = Message(site);
        return lambda.Body.ReplaceNodes(uses.Keys, (name, _) => SyntaxFactory.ParseExpression($"{message}.{uses[name]}").WithTriviaFrom(name));
    }
}
