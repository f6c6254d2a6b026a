using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Expiration;

/// <summary>Gives the entry ten minutes to live: a place to start from, and a choice for whoever knows the data.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DistributedCacheWithoutExpirationFix)), Shared]
public sealed class DistributedCacheWithoutExpirationFix() : RedisCodeFix("RCTO1306", "Let the entry expire after ten minutes")
{
    private const string Options = "new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) }";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax set || site.Model.GetOperation(set, site.CancellationToken) is not IInvocationOperation operation)
            return null;
        var value = SyntaxFactory.ParseExpression(Options);
        SyntaxNode? root;
        if (operation.ArgumentFor("options")?.Unwrap() is { } given)
        {
            // A variable may be shared with other entries: each call gets options of its own.
            root = site.Root.ReplaceNode(given.Syntax, value.WithTriviaFrom(given.Syntax));
        }
        else
        {
            var arguments = set.ArgumentList.Arguments;
            var positional = arguments.TakeWhile(argument => argument.NameColon is null).Count();
            // DistributedCacheExtensions.Set(cache, key, value): the cache is an argument like the others.
            var index = site.Model.GetSymbolInfo(set, site.CancellationToken).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsExtensionMethod: true } ? 3 : 2;
            var named = SyntaxFactory.Argument(
                SyntaxFactory.NameColon("options").WithTrailingTrivia(SyntaxFactory.Space), refKindKeyword: default, value);
            var added = positional >= index ? SyntaxFactory.Argument(value) : named;
            var at = positional >= index ? index : arguments.Count;
            root = site.Root.ReplaceNode(set, set.WithArgumentList(set.ArgumentList.WithArguments(
                arguments.Insert(at, added.WithLeadingTrivia(SyntaxFactory.Space)))));
        }
        return site.Using(site.Using(root, "TimeSpan", "System"), "DistributedCacheEntryOptions", "Microsoft.Extensions.Caching.Distributed");
    }
}
