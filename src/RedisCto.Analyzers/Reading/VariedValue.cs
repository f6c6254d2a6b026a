using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells values that differ from call to call (arguments, times, ids) from those that are one of a few (constants, settings, flags).</summary>
internal static class VariedValue
{
    public static bool IsVaried(this IOperation? value) => value is not null && IsVaried(value, depth: 0);

    private static bool IsVaried(IOperation value, int depth)
    {
        if (depth > 8 || value.Unwrap() is not { } current || current.ConstantValue.HasValue
            || current.Type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum })
        {
            return false;
        }
        return current switch
        {
            ILocalReferenceOperation local => IsVariedLocal(local, depth),
            IParameterReferenceOperation parameter => IsVariedParameter(parameter, depth),
            IMemberReferenceOperation member => IsVariedMember(member, depth),
            IInvocationOperation call => IsVariedCall(call, depth),
            IAwaitOperation awaited => IsVaried(awaited.Operation, depth + 1),
            IConditionalAccessOperation access => IsVaried(access.Operation, depth + 1),
            IArrayElementReferenceOperation element => IsVaried(element.ArrayReference, depth + 1),
            IConditionalOperation choice => IsVaried(choice.WhenTrue, depth + 1) || choice.WhenFalse is { } other && IsVaried(other, depth + 1),
            ISwitchExpressionOperation choice => choice.Arms.Any(arm => IsVaried(arm.Value, depth + 1)),
            ICoalesceOperation choice => IsVaried(choice.Value, depth + 1) || IsVaried(choice.WhenNull, depth + 1),
            IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Any(hole => IsVaried(hole.Expression, depth + 1)),
            IBinaryOperation sum => IsVaried(sum.LeftOperand, depth + 1) || IsVaried(sum.RightOperand, depth + 1),
            IObjectCreationOperation created => created.Arguments.Any(argument => IsVaried(argument.Value, depth + 1)),
            _ => false,
        };
    }

    private static bool IsVariedLocal(ILocalReferenceOperation local, int depth)
    {
        if (local.Root().Descendants().OfType<IForEachLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(local.Local, SymbolEqualityComparer.Default)) is { } walk)
            return IsVaried(walk.Collection, depth + 1);
        return (local.Initializer() is { } initializer && IsVaried(initializer, depth + 1))
            || local.Root().Descendants().OfType<ISimpleAssignmentOperation>()
                .Any(assignment => assignment.Target.RefersTo(local.Local) && IsVaried(assignment.Value, depth + 1));
    }

    /// <summary>An argument of a call; what a constructor is given is a setting, and a private method may be called with constants alone.</summary>
    private static bool IsVariedParameter(IParameterReferenceOperation reference, int depth)
    {
        if (reference.Parameter.ContainingSymbol is not IMethodSymbol method || method.MethodKind == MethodKind.Constructor)
            return false;
        // Select((key, index) => …): the index is one of a few numbers.
        if (method.MethodKind == MethodKind.AnonymousFunction)
            return reference.Parameter.Ordinal == 0 || method.Parameters.Length > 2;
        if (method is not ({ MethodKind: MethodKind.LocalFunction } or { DeclaredAccessibility: Accessibility.Private }) || reference.SemanticModel is not { } model)
            return true;
        var given = model.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => (call.Expression as IdentifierNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.Text == method.Name)
            .Select(call => model.GetOperation(call)).OfType<IInvocationOperation>()
            .Where(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method.OriginalDefinition))
            .Select(call => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == reference.Parameter.Ordinal)?.Value)
            .ToList();
        return given.Count == 0 || given.Exists(value => value is not null && IsVaried(value, depth + 2));
    }

    private static bool IsVariedMember(IMemberReferenceOperation reference, int depth) => reference.Instance switch
    {
        null => reference.Member is { Name: "Now" or "UtcNow" or "TickCount" or "TickCount64" or "CurrentManagedThreadId" },
        _ when reference.Member.Name is "Length" or "Count" => false,
        // What the object itself holds is a setting of it.
        IInstanceReferenceOperation => false,
        var instance => IsVaried(instance, depth + 1),
    };

    private static bool IsVariedCall(IInvocationOperation call, int depth)
    {
        if (call.TargetMethod.Name is "NewGuid" or "CreateVersion7" or "GetUtcNow" or "GetLocalNow" or "GetTimestamp")
            return true;
        if (call.Arguments.Select(argument => (argument.Value.Unwrap() as IDelegateCreationOperation)?.Target).OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } lambda)
        {
            return call.Arguments[0].Value.Origin() is not IInvocationOperation { TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" } }
                && Returned(lambda).Exists(value => IsVaried(value, depth + 2));
        }
        if (call.BodyInSameFile() is { } body && Returned(body) is { Count: > 0 } returned && returned.TrueForAll(value => !IsVaried(value, depth + 2)))
            return false;
        return call.Instance is { } instance && instance is not IInstanceReferenceOperation && IsVaried(instance, depth + 1)
            || call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && IsVaried(argument.Value, depth + 1));
    }

    private static List<IOperation> Returned(IOperation body) =>
        [.. body.Descendants().OfType<IReturnOperation>().Select(returned => returned.ReturnedValue).OfType<IOperation>()];
}
