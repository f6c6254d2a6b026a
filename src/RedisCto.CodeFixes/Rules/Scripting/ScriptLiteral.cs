using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.CodeFixes.Rules.Scripting;

/// <summary>Writes a script as the kind of literal that it was written as before.</summary>
internal static class ScriptLiteral
{
    private const string Raw = "\"\"\"";

    public static ExpressionSyntax Of(string text, ExpressionSyntax before)
    {
        if (text.IndexOf('\n') < 0)
            return SyntaxFactory.ParseExpression(SymbolDisplay.FormatLiteral(text, quote: true));
        if (before is InterpolatedStringExpressionSyntax interpolated && interpolated.StringStartToken.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken)
            && text.IndexOf(Raw, StringComparison.Ordinal) < 0)
        {
            var closing = interpolated.StringEndToken.Text;
            var indent = closing.Substring(0, closing.IndexOf('"')).TrimStart('\r', '\n');
            var lines = text.Split('\n').Select(line => line.TrimEnd('\r').Length == 0 ? "" : indent + line.TrimEnd('\r'));
            return SyntaxFactory.ParseExpression($"{Raw}\n{string.Join("\n", lines)}\n{indent}{Raw}");
        }
        return SyntaxFactory.ParseExpression("@\"" + text.Replace("\"", "\"\"") + "\"");
    }
}
