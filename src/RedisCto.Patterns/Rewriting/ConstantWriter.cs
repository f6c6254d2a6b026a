using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Patterns.Rewriting;

/// <summary>Writes what the request fixes into the code: the key prefix, and each script's text in place of the file it was read from.</summary>
internal sealed class ConstantWriter(string keyPrefix, Func<string, string> readLibrary) : CSharpSyntaxRewriter
{
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (node.Declaration.Variables is not [{ Initializer.Value: { } value } variable])
            return base.VisitFieldDeclaration(node);
        if (variable.Identifier.ValueText == "KeyPrefix" && value is LiteralExpressionSyntax literal)
        {
            return node.ReplaceNode(literal, SyntaxFactory.LiteralExpression(
                SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(keyPrefix + literal.Token.ValueText)));
        }

        if (value is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax path }] } call
            || call.Expression.ToString() != "LuaFile.Read")
        {
            return base.VisitFieldDeclaration(node);
        }

        var indent = "\n        ";
        var lines = readLibrary(path.Token.ValueText).ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var text = "\"\"\"" + string.Concat(lines.Select(line => indent + line)) + indent + "\"\"\"";
        var access = node.Modifiers[0].ValueText;
        var constant = SyntaxFactory.ParseMemberDeclaration($"{access} const string {variable.Identifier.ValueText} = {text};")!;
        return constant.WithTriviaFrom(node);
    }
}
