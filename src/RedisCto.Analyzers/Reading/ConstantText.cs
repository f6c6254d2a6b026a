using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Follows text through literals, constants, static readonly fields, locals, interpolation and concatenation.</summary>
internal static class ConstantText
{
    /// <summary>The text of the value where all of it is known, else null.</summary>
    public static string? Of(IOperation? operation)
    {
        var text = new StringBuilder();
        return operation is not null && Append(text, operation, depth: 0) ? text.ToString() : null;
    }

    private static bool Append(StringBuilder text, IOperation operation, int depth)
    {
        if (depth > 8 || operation.Origin() is not { } origin)
            return false;
        if (origin.ConstantValue is { HasValue: true, Value: { } constant })
        {
            text.Append(constant);
            return true;
        }
        return origin switch
        {
            IInterpolatedStringOperation interpolated => interpolated.Parts.All(part => part switch
            {
                IInterpolatedStringTextOperation literal => Append(text, literal.Text, depth + 1),
                IInterpolationOperation { FormatString: null } hole => Append(text, hole.Expression, depth + 1),
                _ => false,
            }),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum =>
                Append(text, sum.LeftOperand, depth + 1) && Append(text, sum.RightOperand, depth + 1),
            IFieldReferenceOperation { Field.IsReadOnly: true } field => AppendInitializer(text, field.Field, field.SemanticModel, depth),
            IPropertyReferenceOperation { Property: { SetMethod: null, IsStatic: true } } property =>
                AppendInitializer(text, property.Property, property.SemanticModel, depth),
            IObjectCreationOperation { Arguments.Length: 1 } created => Append(text, created.Arguments[0].Value, depth + 1),
            _ => false,
        };
    }

    private static bool AppendInitializer(StringBuilder text, ISymbol member, SemanticModel? model, int depth)
    {
        foreach (var declaration in member.DeclaringSyntaxReferences)
        {
            var value = declaration.GetSyntax().DeclaredValue();
            if (value is LiteralExpressionSyntax { Token.Value: string literal })
            {
                text.Append(literal);
                return true;
            }
            if (value is not null && model is not null && declaration.SyntaxTree == model.SyntaxTree
                && model.GetOperation(value) is { } operation)
            {
                return Append(text, operation, depth + 1);
            }
        }
        return false;
    }
}
