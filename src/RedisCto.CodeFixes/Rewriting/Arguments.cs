using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Gives a SET the expiry that it lacks, in the place where a person would write it.</summary>
internal static class Arguments
{
    private const string Expiry = "expiry";

    /// <param name="call">The SET.</param>
    /// <param name="expiry">The expression of the lifetime.</param>
    /// <param name="mayBeNull">Whether it is a <c>TimeSpan?</c>: since 2.13 only the overloads with keepTtl or when take one.</param>
    public static InvocationExpressionSyntax WithExpiry(this InvocationExpressionSyntax call, string expiry, bool mayBeNull = false)
    {
        var written = call.WithExpiry(expiry);
        var given = written.ArgumentList.Arguments;
        if (!mayBeNull || given.Count(argument => argument.NameColon is null) > 3
            || given.Any(argument => argument.NameColon?.Name.Identifier.Text is "when" or "keepTtl"))
        {
            return written;
        }
        var at = given.IndexOf(argument => argument.NameColon is not null and not { Name.Identifier.Text: "key" or "value" or Expiry });
        var keepTtl = SyntaxFactory.ParseArgumentList("(keepTtl: false)").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space);
        return written.WithArgumentList(written.ArgumentList.WithArguments(given.Insert(at < 0 ? given.Count : at, keepTtl)));
    }

    private static InvocationExpressionSyntax WithExpiry(this InvocationExpressionSyntax call, string expiry)
    {
        var arguments = call.ArgumentList.Arguments;
        var value = SyntaxFactory.ParseExpression(expiry);
        var named = SyntaxFactory.Argument(
            SyntaxFactory.NameColon(Expiry).WithTrailingTrivia(SyntaxFactory.Space), refKindKeyword: default, value);
        var given = arguments.IndexOf(argument => argument.NameColon?.Name.Identifier.Text == Expiry);
        if (given >= 0)
            return call.WithArgumentList(call.ArgumentList.WithArguments(arguments.Replace(arguments[given], named)));
        var keepTtl = arguments.IndexOf(argument => argument.NameColon?.Name.Identifier.Text == "keepTtl");
        if (keepTtl >= 0)
            arguments = arguments.RemoveAt(keepTtl);
        var positional = arguments.Count(argument => argument.NameColon is null);
        if (positional > 2)
            return call.WithArgumentList(call.ArgumentList.WithArguments(arguments.Replace(arguments[2], arguments[2].WithExpression(value))));
        var added = positional == 2 ? SyntaxFactory.Argument(value) : named;
        var index = positional == 2 ? 2 : arguments.Count;
        var list = arguments.Insert(index, index == 0 ? added : added.WithLeadingTrivia(SyntaxFactory.Space));
        return call.WithArgumentList(call.ArgumentList.WithArguments(list));
    }
}
