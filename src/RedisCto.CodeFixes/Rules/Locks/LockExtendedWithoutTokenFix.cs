using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Renews by LockExtend with the token of the acquisition, where that token is in scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockExtendedWithoutTokenFix)), Shared]
public sealed class LockExtendedWithoutTokenFix() : RedisCodeFix("RCTO1508", "Renew with LockExtend and the token")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { Key: { } key } renewal
            || Lifetime(renewal, site) is not { } lifetime
            || renewal.Call.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: not ("key" or "value" or "expiry") })
            || Token(renewal, key, types, site) is not { } token)
        {
            return null;
        }
        var name = SyntaxFactory.IdentifierName(renewal.IsAsync ? "LockExtendAsync" : "LockExtend");
        var arguments = SyntaxFactory.ParseArgumentList($"({key.Syntax}, {token.Syntax}, {lifetime})");
        return site.Root.ReplaceNode(call, call.WithExpression(member.WithName(name)).WithArgumentList(arguments));
    }

    private static IOperation? Token(RedisCommand renewal, IOperation key, KnownRedisTypes types, FixSite site)
    {
        if (renewal.Argument("value")?.Unwrap() is { } written && site.IsKept(written))
            return written;
        var compared = renewal.Call.Ancestors().OfType<IConditionalOperation>()
            .Select(guard => Comparison.Of(guard.Condition, key, types)).FirstOrDefault(value => value is not null && site.IsKept(value));
        return compared ?? site.TokenOfTake(renewal.Call, key, types);
    }

    /// <summary>The duration; null where it is a date, or may be null.</summary>
    private static ExpressionSyntax? Lifetime(RedisCommand renewal, FixSite site) =>
        renewal.Argument("expiry")?.Unwrap().Syntax is ExpressionSyntax expiry
        && site.Model.GetTypeInfo(expiry, site.CancellationToken).Type is { Name: nameof(TimeSpan) }
            ? expiry
            : null;
}
