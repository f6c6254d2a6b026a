using Microsoft.CodeAnalysis.CSharp;

namespace RedisCto.Review.Binding;

/// <summary>Tells texts on which the compiler would exhaust its stack, and with it the process, before it sees them.</summary>
/// <remarks>
/// The compiler guards statements and expressions itself, but not types, patterns, directives, interpolations and member chains: some
/// 10,000 nested ones end the process. Code that people write stays a factor of ten below these limits.
/// </remarks>
internal static class Nesting
{
    private const int MostBrackets = 250;
    private const int MostAngles = 100;
    private const int MostRepeated = 250;
    private const int MostLinks = 1500;
    private const int MostOperators = 4000;
    private const int MostElses = 2000;

    public static bool IsTooDeep(string text, CSharpParseOptions options, CancellationToken ct) =>
        BracketsIn(text) > MostBrackets || TokensAreTooDeep(text, options, ct);

    /// <summary>A first look without the lexer, which itself recurses into interpolations and directives.</summary>
    private static int BracketsIn(string text)
    {
        var (depth, deepest, repeated, conditions) = (0, 0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(' or '[' or '{':
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '#' when text.AsSpan(i + 1).StartsWith("if", StringComparison.Ordinal):
                    deepest = Math.Max(deepest, ++conditions);
                    break;
                case '#' when text.AsSpan(i + 1).StartsWith("endif", StringComparison.Ordinal):
                    conditions = Math.Max(0, conditions - 1);
                    break;
            }

            repeated = i > 0 && text[i] == '!' && text[i - 1] == '!' ? repeated + 1 : 0;
            deepest = Math.Max(deepest, repeated);
        }

        return deepest;
    }

    private static bool TokensAreTooDeep(string text, CSharpParseOptions options, CancellationToken ct)
    {
        var (brackets, angles, links, operators, repeated, elses) = (0, 0, 0, 0, 0, 0);
        var previous = SyntaxKind.None;
        foreach (var token in SyntaxFactory.ParseTokens(text, options: options))
        {
            ct.ThrowIfCancellationRequested();
            var kind = token.Kind();
            repeated = kind == previous && kind is not (SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken or SyntaxKind.CloseBraceToken) ? repeated + 1 : 0;
            previous = kind;
            switch (kind)
            {
                case SyntaxKind.OpenBraceToken:
                    (angles, links, operators) = (0, 0, 0);
                    brackets++;
                    break;
                case SyntaxKind.CloseBraceToken:
                    (angles, links, operators) = (0, 0, 0);
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case SyntaxKind.SemicolonToken or SyntaxKind.CommaToken:
                    (angles, links, operators) = (kind == SyntaxKind.CommaToken ? angles : 0, 0, 0);
                    break;
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken:
                    links++;
                    brackets++;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken:
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case SyntaxKind.LessThanToken:
                    angles++;
                    break;
                case SyntaxKind.GreaterThanToken:
                    angles = Math.Max(0, angles - 1);
                    break;
                case SyntaxKind.ElseKeyword:
                    elses++;
                    break;
                case SyntaxKind.PlusToken or SyntaxKind.BarBarToken or SyntaxKind.AmpersandAmpersandToken:
                    operators++;
                    break;
                case SyntaxKind.IdentifierToken when token.ValueText is not ("and" or "or" or "not"):
                    break;
                default:
                    links += SyntaxFacts.IsLiteralExpression(SyntaxFacts.GetLiteralExpression(kind)) ? 0 : 1;
                    break;
            }

            if (brackets > MostBrackets || angles > MostAngles || links > MostLinks || operators > MostOperators || repeated > MostRepeated || elses > MostElses)
                return true;
        }

        return false;
    }
}
