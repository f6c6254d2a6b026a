using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Blocking;

/// <summary>Turns KEYS into SCAN over every primary, with the matches in the type that the code had before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeysCommandFix)), Shared]
public sealed class KeysCommandFix() : RedisCodeFix("RCTO1201", "Iterate with SCAN (IServer.Keys)")
{
    private const string PageSize = "pageSize: 1000";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation { Instance.Type: { } type } operation
            || Pattern(operation) is not { } pattern)
        {
            return null;
        }
        var isServer = type.Name == "IServer";
        // IDatabaseAsync does not know its number; and the receiver is written twice, so that it must not do anything.
        if (!isServer && (type.Name != "IDatabase" || !IsPlain(receiver)))
            return null;
        var rewritten = operation.TargetMethod.Name == "ExecuteAsync"
            ? RewriteAsync(site, call, receiver.ToString(), pattern, isServer)
            : RewriteSync(site, call, receiver.ToString(), pattern, isServer);
        return rewritten is null ? null : site.Using(rewritten, "Enumerable", "System.Linq");
    }

    private static SyntaxNode RewriteSync(FixSite site, InvocationExpressionSyntax call, string receiver, string pattern, bool isServer)
    {
        var server = site.Free("server");
        // SCAN may answer a key twice, KEYS does not.
        var keys = isServer
            ? $"{receiver}.Keys(pattern: {pattern}, {PageSize}).Distinct()"
            : $"{receiver}.Multiplexer.GetServers().Where({server} => !{server}.IsReplica)"
                + $".SelectMany({server} => {server}.Keys({receiver}.Database, {pattern}, {PageSize})).Distinct()";
        var (replaced, format) = Conversion(call, site);
        return site.Root.ReplaceNode(replaced, Expression(format, keys, replaced));
    }

    private static SyntaxNode? RewriteAsync(FixSite site, InvocationExpressionSyntax call, string receiver, string pattern, bool isServer)
    {
        if (Awaited(call) is not { } awaited)
            return null;
        var (replaced, format) = Conversion(awaited, site);
        var (found, key, server) = (site.Free("found"), site.Free("key"), site.Free("server"));
        var statements = isServer
            ? $$"""
                var {{found}} = new HashSet<RedisKey>();
                await foreach (var {{key}} in {{receiver}}.KeysAsync(pattern: {{pattern}}, {{PageSize}}))
                    {{found}}.Add({{key}});
                """
            : $$"""
                var {{found}} = new HashSet<RedisKey>();
                foreach (var {{server}} in {{receiver}}.Multiplexer.GetServers().Where({{server}} => !{{server}}.IsReplica))
                {
                    await foreach (var {{key}} in {{server}}.KeysAsync({{receiver}}.Database, {{pattern}}, {{PageSize}}))
                        {{found}}.Add({{key}});
                }
                """;
        return site.InsertBefore(replaced, statements, Expression(format, found, replaced)) is { } root
            ? site.Using(root, "HashSet", "System.Collections.Generic")
            : null;
    }

    /// <summary>The one argument of KEYS; null where there is none or where it is passed as a ready-made array.</summary>
    private static string? Pattern(IInvocationOperation call)
    {
        if (call.Arguments.Length != 2
            || call.Arguments[1] is not { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } array } }
            || array.ElementValues.Length != 1)
        {
            return null;
        }
        var value = array.ElementValues[0].Unwrap();
        return value.Type switch
        {
            { SpecialType: SpecialType.System_String } or { Name: "RedisValue" } => value.Syntax.ToString(),
            { Name: "RedisKey" } => $"{value.Syntax}.ToString()",
            _ => null,
        };
    }

    /// <summary>What to replace, together with the cast round it, and how the keys become that type.</summary>
    private static (ExpressionSyntax Replaced, string Format) Conversion(ExpressionSyntax call, FixSite site)
    {
        ExpressionSyntax operand = call;
        while (operand.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            operand = (ExpressionSyntax)operand.Parent;
        if (operand.Parent is CastExpressionSyntax cast
            && site.Model.GetTypeInfo(cast.Type, site.CancellationToken).Type is IArrayTypeSymbol { ElementType.Name: var element })
        {
            switch (element)
            {
                case "RedisKey":
                    return (cast, "{0}.ToArray()");
                case "String":
                    return (cast, "{0}.Select(name => name.ToString()).ToArray()");
                case "RedisValue":
                    return (cast, "{0}.Select(name => (RedisValue)name.ToString()).ToArray()");
            }
        }
        return (call, "RedisResult.Create({0}.Select(name => (RedisValue)name.ToString()).ToArray())");
    }

    private static ExpressionSyntax Expression(string format, string keys, ExpressionSyntax replaced) =>
        SyntaxFactory.ParseExpression(format.Replace("{0}", keys)).WithTriviaFrom(replaced);

    private static AwaitExpressionSyntax? Awaited(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } } => awaited,
        _ => null,
    };

    private static bool IsPlain(ExpressionSyntax receiver) => receiver switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax member => IsPlain(member.Expression),
        _ => false,
    };
}
