using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Expiration;

/// <summary>Gives a cache entry ten minutes to live: a place to start from, and a choice for whoever knows the data.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CacheEntryWithoutExpiryFix)), Shared]
public sealed class CacheEntryWithoutExpiryFix() : RedisCodeFix("RCTO1301", "Let the entry expire after ten minutes")
{
    private const string Lifetime = "TimeSpan.FromMinutes(10)";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax write
            || site.Model.GetOperation(write, site.CancellationToken) is not IInvocationOperation operation
            // MSET takes no lifetime; MSETEX, which does, needs Redis 8.4.
            || operation.ArgumentFor("key") is null)
        {
            return null;
        }
        var root = RedisCommand.NameOf(operation.TargetMethod) == "StringSet"
            ? site.Root.ReplaceNode(write, write.WithExpiry(Lifetime))
            : ExpireAfter(site, write, operation);
        return root is null ? null : site.Using(root, "TimeSpan", "System");
    }

    /// <summary>No server before HSETEX sets a hash and its lifetime in one command, so that KeyExpire follows as a statement of its own.</summary>
    private static SyntaxNode? ExpireAfter(FixSite site, InvocationExpressionSyntax write, IInvocationOperation operation)
    {
        if (write.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } member
            || operation.ArgumentFor("key")?.Unwrap() is not { } key
            || key.DescendantsAndSelf().Any(part => part is IInvocationOperation or IAwaitOperation)
            || Statement(write) is not { Parent: BlockSyntax } statement)
        {
            return null;
        }
        var method = operation.TargetMethod.Name == "HashSetAsync" ? "KeyExpireAsync" : "KeyExpire";
        var expire = write
            .WithExpression(member.WithName(SyntaxFactory.IdentifierName(method)))
            .WithArgumentList(SyntaxFactory.ParseArgumentList($"({key.Syntax}, {Lifetime})"));
        var added = statement.ReplaceNode(write, expire)
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.InsertNodesAfter(statement, [added]);
    }

    private static ExpressionStatementSyntax? Statement(InvocationExpressionSyntax call) => call.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };
}
