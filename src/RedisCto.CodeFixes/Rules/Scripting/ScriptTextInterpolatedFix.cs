using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Scripting;

/// <summary>Makes the script a constant and gives its values as KEYS and ARGV, where each value has a place of its own in it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScriptTextInterpolatedFix)), Shared]
public sealed class ScriptTextInterpolatedFix() : RedisCodeFix("RCTO1702", "Pass the values as KEYS and ARGV")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { Name: "ScriptEvaluate" } command
            || command.Argument("script") is not { } script
            || Written(script, site) is not { } written
            || ComposedScript.Read(script) is not { } composed
            || Given(command.Argument("keys")) is not { } keys
            || Given(command.Argument("values")) is not { } values
            || !new ScriptParameters(composed, keys, values).TryMove(out var text))
        {
            return null;
        }
        var literal = ScriptLiteral.Of(text, written).WithTriviaFrom(written);
        var first = script.Syntax == written ? literal.WithoutTrivia() : (ExpressionSyntax)script.Syntax;
        var list = Arguments(first.ToString(), keys, values, command.Argument("flags"));
        var root = site.Root.ReplaceNodes(
            script.Syntax == written ? [call] : new SyntaxNode[] { call, written },
            (node, _) => node == call ? call.WithArgumentList(list.WithTriviaFrom(call.ArgumentList)) : literal);
        return site.Using(root, "RedisKey", "StackExchange.Redis");
    }

    private static ArgumentListSyntax Arguments(string script, List<string> keys, List<string> values, IOperation? flags)
    {
        var list = new List<string> { script };
        if (keys.Count > 0)
            list.Add($"new RedisKey[] {{ {string.Join(", ", keys)} }}");
        if (values.Count > 0)
            list.Add($"{(keys.Count > 0 ? "" : "values: ")}new RedisValue[] {{ {string.Join(", ", values)} }}");
        if (flags is not null)
            list.Add($"flags: {flags.Syntax}");
        return SyntaxFactory.ParseArgumentList($"({string.Join(", ", list)})");
    }

    /// <summary>The expression that puts the text together: the argument itself, or what the one local that is read once is declared with.</summary>
    private static ExpressionSyntax? Written(IOperation script, FixSite site)
    {
        var value = script.Unwrap();
        if (value is ILocalReferenceOperation local)
        {
            if (local.IsReassigned() || local.Root().Descendants().OfType<ILocalReferenceOperation>()
                .Count(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local.Local)) != 1)
            {
                return null;
            }
            value = local.Initializer()?.Unwrap();
        }
        // A constant inside would be written out, and a call has its own text.
        return value is IInterpolatedStringOperation or IBinaryOperation
            && value.Descendants().All(part => part is not (IInterpolationOperation { Expression.ConstantValue.HasValue: true } or IInterpolationOperation { Alignment: not null })
                && !(part is IFieldReferenceOperation { ConstantValue.HasValue: true }))
            && value.Syntax.SyntaxTree == site.Root.SyntaxTree
                ? value.Syntax as ExpressionSyntax
                : null;
    }

    /// <summary>The elements of an array that is written in place; empty where none is given; null where it cannot be added to.</summary>
    private static List<string>? Given(IOperation? array) => array?.Unwrap() switch
    {
        null or { ConstantValue: { HasValue: true, Value: null } } => [],
        IArrayCreationOperation { Initializer.ElementValues: var elements } => [.. elements.Select(element => element.Syntax.ToString())],
        ICollectionExpressionOperation { Elements: var elements } when elements.All(element => element is not ISpreadOperation) =>
            [.. elements.Select(element => element.Syntax.ToString())],
        _ => null,
    };
}
