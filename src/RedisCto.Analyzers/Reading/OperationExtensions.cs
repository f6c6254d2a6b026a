using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Reads an operation as a person does: through conversions, locals that are assigned once, and helpers in the same file.</summary>
internal static class OperationExtensions
{
    /// <summary>The operation without conversions and parentheses.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operation that a local, which is assigned once, was initialised with; else the unwrapped operation itself.</summary>
    public static IOperation? Origin(this IOperation? operation)
    {
        if (operation is null)
            return null;
        var current = operation.Unwrap();
        // Two hops cover real code; the limit keeps a self-referencing local from looping.
        for (var hop = 0; hop < 4 && current is ILocalReferenceOperation local; hop++)
        {
            if (local.Initializer() is not { } value || local.IsReassigned())
                return current;
            current = value.Unwrap();
        }
        return current;
    }

    /// <summary>The origin, looked up through readonly fields and get-only properties of the same file as well.</summary>
    public static IOperation? Source(this IOperation? operation)
    {
        var origin = operation.Origin();
        for (var hop = 0; hop < 3; hop++)
        {
            if (origin is not IMemberReferenceOperation { Member: IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true } or IPropertySymbol { SetMethod: null } } member
                || member.SemanticModel is not { } model
                || member.Member.DeclaringSyntaxReferences.FirstOrDefault(declaration => declaration.SyntaxTree == model.SyntaxTree) is not { } found
                || found.GetSyntax().DeclaredValue() is not { } value
                || model.GetOperation(value).Origin() is not { } next)
            {
                return origin;
            }
            origin = next;
        }
        return origin;
    }

    /// <summary>What a field, local or property is declared with, or null.</summary>
    public static ExpressionSyntax? DeclaredValue(this SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
        _ => null,
    };

    public static IOperation? Initializer(this ILocalReferenceOperation local)
    {
        if (local.SemanticModel is not { } model || local.Local.DeclaringSyntaxReferences is not { Length: 1 } declarations)
            return null;
        return model.GetOperation(declarations[0].GetSyntax()) is IVariableDeclaratorOperation declarator
            ? declarator.GetVariableInitializer()?.Value
            : null;
    }

    public static bool IsReassigned(this ILocalReferenceOperation local) => local.Root().Descendants().Any(
        operation => operation switch
        {
            IAssignmentOperation assignment => assignment.Target.RefersTo(local.Local),
            IIncrementOrDecrementOperation step => step.Target.RefersTo(local.Local),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value.RefersTo(local.Local),
            _ => false,
        });

    public static bool RefersTo(this IOperation operation, ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(operation.Unwrap().Symbol(), symbol);

    /// <summary>The symbol that a plain reference names, or null.</summary>
    public static ISymbol? Symbol(this IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            yield return parent;
    }

    /// <summary>The value given for a parameter, or null where the caller left the default.</summary>
    public static IOperation? ArgumentFor(this IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
                return argument.Value;
        }
        return null;
    }

    /// <summary>The body of the called method or local function where it is written in the same file, else null.</summary>
    public static IOperation? BodyInSameFile(this IInvocationOperation call)
    {
        if (call.SemanticModel is not { } model)
            return null;
        foreach (var declaration in call.TargetMethod.OriginalDefinition.DeclaringSyntaxReferences)
        {
            if (declaration.SyntaxTree == model.SyntaxTree
                && declaration.GetSyntax() is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax)
            {
                return model.GetOperation(declaration.GetSyntax());
            }
        }
        return null;
    }
}
