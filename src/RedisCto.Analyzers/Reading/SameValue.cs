using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells whether two expressions give the same value, so that two commands are known to name the same key.</summary>
internal static class SameValue
{
    public static bool IsSameAs(this IOperation? left, IOperation? right) => left is not null && right is not null && Same(left, right, depth: 0);

    private static bool Same(IOperation left, IOperation right, int depth)
    {
        if (depth > 8)
            return false;
        (left, right) = (left.Unwrap(), right.Unwrap());
        if (SameSymbol(left, right, depth))
            return true;
        (left, right) = (left.Origin()!, right.Origin()!);
        if (ConstantText.Of(left) is { } text)
            return text == ConstantText.Of(right);
        if (left.Kind != right.Kind)
            return false;
        return (left, right) switch
        {
            (IInterpolatedStringOperation a, IInterpolatedStringOperation b) => SameAll(a.Parts, b.Parts, depth),
            (IInterpolatedStringTextOperation a, IInterpolatedStringTextOperation b) => Same(a.Text, b.Text, depth + 1),
            (IInterpolationOperation a, IInterpolationOperation b) =>
                Same(a.Expression, b.Expression, depth + 1) && a.FormatString?.Syntax.ToString() == b.FormatString?.Syntax.ToString(),
            (IBinaryOperation a, IBinaryOperation b) => a.OperatorKind == b.OperatorKind
                && Same(a.LeftOperand, b.LeftOperand, depth + 1) && Same(a.RightOperand, b.RightOperand, depth + 1),
            (IInvocationOperation a, IInvocationOperation b) =>
                SymbolEqualityComparer.Default.Equals(a.TargetMethod, b.TargetMethod)
                && SameInstance(a.Instance, b.Instance, depth) && SameArguments(a.Arguments, b.Arguments, depth),
            (IObjectCreationOperation a, IObjectCreationOperation b) =>
                SymbolEqualityComparer.Default.Equals(a.Constructor, b.Constructor) && SameArguments(a.Arguments, b.Arguments, depth),
            (IArrayElementReferenceOperation a, IArrayElementReferenceOperation b) =>
                Same(a.ArrayReference, b.ArrayReference, depth + 1) && SameAll(a.Indices, b.Indices, depth),
            (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
            _ => SameSymbol(left, right, depth),
        };
    }

    private static bool SameSymbol(IOperation left, IOperation right, int depth) =>
        left.Symbol() is { } symbol
        && (SymbolEqualityComparer.Default.Equals(symbol, right.Symbol()) || IsSameParameter(symbol, right.Symbol()))
        && SameInstance((left as IMemberReferenceOperation)?.Instance, (right as IMemberReferenceOperation)?.Instance, depth);

    // Take(string id) and Release(string id) of one class speak of the same id.
    private static bool IsSameParameter(ISymbol left, ISymbol? right) =>
        left is IParameterSymbol a && right is IParameterSymbol b && a.Name == b.Name
        && !SymbolEqualityComparer.Default.Equals(a.ContainingSymbol, b.ContainingSymbol)
        && SymbolEqualityComparer.Default.Equals(a.Type, b.Type);

    private static bool SameInstance(IOperation? left, IOperation? right, int depth) =>
        (left is null && right is null) || (left is not null && right is not null && Same(left, right, depth + 1));

    private static bool SameArguments(IReadOnlyList<IArgumentOperation> left, IReadOnlyList<IArgumentOperation> right, int depth) =>
        left.Count == right.Count && left.Zip(right, (a, b) => Same(a.Value, b.Value, depth + 1)).All(same => same);

    private static bool SameAll(IReadOnlyList<IOperation> left, IReadOnlyList<IOperation> right, int depth) =>
        left.Count == right.Count && left.Zip(right, (a, b) => Same(a, b, depth + 1)).All(same => same);
}
