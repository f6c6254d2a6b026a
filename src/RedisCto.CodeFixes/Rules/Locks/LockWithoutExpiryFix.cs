using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Gives the lock a lease of 30 seconds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockWithoutExpiryFix)), Shared]
public sealed class LockWithoutExpiryFix() : RedisCodeFix("RCTO1501", "Take the lock for 30 seconds")
{
    private const string Lease = "TimeSpan.FromSeconds(30)";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation)
        {
            return null;
        }
        var written = RedisCommand.NameOf(operation.TargetMethod) switch
        {
            "StringSet" or "StringSetAndGet" => call.WithExpiry(Lease),
            "LockTake" when operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "expiry")?.Syntax is ArgumentSyntax expiry =>
                call.ReplaceNode(expiry, expiry.WithExpression(SyntaxFactory.ParseExpression(Lease))),
            _ => null,
        };
        return written is null ? null : site.Using(site.Root.ReplaceNode(call, written), nameof(TimeSpan), nameof(System));
    }
}
