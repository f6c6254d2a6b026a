using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Review.Binding;

/// <summary>Which parameter an argument of unknown type was meant for, judged over the overloads that the other arguments admit.</summary>
internal static class ParameterGuess
{
    private static readonly SymbolDisplayFormat fullName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The overload that fits best, or null where none takes these arguments.</summary>
    public static IMethodSymbol? Best(IEnumerable<IMethodSymbol> overloads, ArgumentListSyntax arguments, SemanticModel model) => overloads
        .Where(method => Fits(method, arguments, model))
        .MaxBy(method => arguments.Arguments.Sum(argument => Weight(Parameter(method, arguments, argument), argument)));

    /// <summary>The parameter of an argument, by name or position.</summary>
    public static IParameterSymbol? Parameter(IMethodSymbol method, ArgumentListSyntax list, ArgumentSyntax argument)
    {
        if (argument.NameColon is { Name.Identifier.ValueText: var name })
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name);
        var index = list.Arguments.IndexOf(argument);
        return index < method.Parameters.Length ? method.Parameters[index] : method.Parameters is [.., { IsParams: true } rest] ? rest : null;
    }

    /// <summary>The type as it can be written anywhere; null where it has no name (type parameters, pointers).</summary>
    public static string? NameOf(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol or IPointerTypeSymbol or IErrorTypeSymbol => null,
        INamedTypeSymbol { TypeArguments: var given } when given.Any(argument => NameOf(argument) is null) => null,
        IArrayTypeSymbol { ElementType: ITypeParameterSymbol } => null,
        _ => type.ToDisplayString(fullName),
    };

    private static bool Fits(IMethodSymbol method, ArgumentListSyntax list, SemanticModel model)
    {
        var parameters = list.Arguments.Select(argument => (Argument: argument, Parameter: Parameter(method, list, argument))).ToList();
        if (parameters.Exists(pair => pair.Parameter is null))
            return false;
        if (method.Parameters.Any(wanted => wanted is { IsOptional: false, IsParams: false } && !parameters.Exists(pair => SymbolEqualityComparer.Default.Equals(pair.Parameter, wanted))))
            return false;
        return parameters.TrueForAll(pair => pair.Parameter!.IsParams || IsUnknown(pair.Argument.Expression, model) ||
            model.Compilation.ClassifyCommonConversion(model.GetTypeInfo(pair.Argument.Expression).Type ?? pair.Parameter!.Type, pair.Parameter!.Type).IsImplicit ||
            model.GetTypeInfo(pair.Argument.Expression).Type is null);
    }

    /// <summary>True where the compiler could not tell the type.</summary>
    public static bool IsUnknown(ExpressionSyntax expression, SemanticModel model)
    {
        var type = model.GetTypeInfo(expression).Type;
        return type is IErrorTypeSymbol or { TypeKind: TypeKind.Error } || (type is null && expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax);
    }

    private static int Weight(IParameterSymbol? parameter, ArgumentSyntax argument)
    {
        var many = parameter?.Type is IArrayTypeSymbol;
        var named = argument.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            _ => "",
        };
        var plural = named.EndsWith('s') && !named.EndsWith("ss", StringComparison.Ordinal);
        return parameter?.Type.Name switch
        {
            "CommandFlags" or "When" or "ExpireWhen" => named.Contains("flag", StringComparison.OrdinalIgnoreCase) || named.Contains("when", StringComparison.OrdinalIgnoreCase) ? 4 : 0,
            "RedisKey" or "RedisValue" or "RedisChannel" or "String" => 4,
            "Nullable" or "TimeSpan" => 3,
            _ when parameter is { IsParams: true } => 3,
            _ => many && plural ? 5 : 1,
        };
    }
}
