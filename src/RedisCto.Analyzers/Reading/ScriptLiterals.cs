using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells whether a literal is the text of a script, and where in the source a piece of that script stands.</summary>
internal static class ScriptLiterals
{
    /// <summary>A literal that a script call is given, or that a field or property holds and that calls Redis.</summary>
    public static bool IsScript(IOperation literal, KnownRedisTypes types)
    {
        for (var (current, hops) = (literal, 0); current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } or IVariableInitializerOperation:
                case IArrayInitializerOperation or IArrayCreationOperation:
                    break;
                // A text that calls redis.call and is kept under a name is a script, whoever sends it.
                case IFieldInitializerOperation or IPropertyInitializerOperation:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (ScriptCall.Read(call, types) is { } script)
                        return script.Script.Syntax.Span.Contains(literal.Syntax.Span) || script.Script.Origin()?.Syntax.Span.Contains(literal.Syntax.Span) == true;
                    return false;
                case IVariableDeclaratorOperation declarator when hops == 0:
                    return declarator.Root().Descendants().OfType<ILocalReferenceOperation>()
                        .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol) && IsGiven(reference, types));
                default:
                    return false;
            }
        }
        return false;
    }

    /// <summary>The place of a piece of the script; the whole literal where it is written with escapes.</summary>
    public static Location Locate(IOperation literal, string script, int start, int end)
    {
        var piece = script.Substring(start, end - start);
        var before = 0;
        for (var at = script.IndexOf(piece, StringComparison.Ordinal); at >= 0 && at < start; at = script.IndexOf(piece, at + 1, StringComparison.Ordinal))
            before++;
        var source = literal.Syntax.ToString();
        var found = -1;
        for (var count = 0; count <= before; count++)
        {
            found = source.IndexOf(piece, found + 1, StringComparison.Ordinal);
            if (found < 0)
                return literal.Syntax.GetLocation();
        }
        return Location.Create(literal.Syntax.SyntaxTree, new TextSpan(literal.Syntax.SpanStart + found, piece.Length));
    }

    private static bool IsGiven(IOperation reference, KnownRedisTypes types)
    {
        var current = reference.Parent;
        while (current is IConversionOperation or IParenthesizedOperation or IBinaryOperation or IArrayInitializerOperation or IArrayCreationOperation)
            current = current.Parent;
        return current is IArgumentOperation { Parent: IInvocationOperation call } && ScriptCall.Read(call, types) is not null;
    }
}
