using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Expiration;

/// <summary>Reports an IDistributedCache entry that is set without any expiration: in Redis it stays until somebody removes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DistributedCacheWithoutExpirationAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Pass DistributedCacheEntryOptions with AbsoluteExpirationRelativeToNow (and SlidingExpiration only beside it).")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1306",
        "A distributed cache entry has no expiration",
        "This entry is set without an expiration, and IDistributedCache has no default: it stays in Redis for ever; pass options with an absolute expiration",
        "Expiration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "IDistributedCache has no default lifetime. An entry that is set without options, or with empty ones, gets no TTL in Redis: it serves old data after "
            + "its source changed, and the cache only grows until the server evicts other keys or refuses writes.",
        helpLinkUri: Pages + "RCTO1306.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (types.DistributedCache is not null && !types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsSet(call.TargetMethod) || !types.IsDistributedCacheMember(call.TargetMethod)
            || !HasNoExpiration(call) || context.ContainingSymbol.TakesLifetime())
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    private static bool HasNoExpiration(IInvocationOperation call)
    {
        if (!call.TargetMethod.Parameters.Any(parameter => parameter.Name == "options"))
            return true;
        return call.ArgumentFor("options")?.Unwrap() switch
        {
            IObjectCreationOperation created => IsEmpty(created),
            ILocalReferenceOperation local => local.Origin() is IObjectCreationOperation created && IsEmpty(created) && IsOnlyPassedOn(local),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => IsEmptyField(field, call),
            _ => false,
        };
    }

    private static bool IsEmpty(IObjectCreationOperation created) =>
        created.Type?.Name == "DistributedCacheEntryOptions"
        && !(created.Initializer?.Initializers.OfType<IAssignmentOperation>().Any(
            assignment => assignment.Value.Unwrap().ConstantValue is not { HasValue: true, Value: null }) ?? false);

    /// <summary>No use of the variable could give it an expiration: each is the options of a call like this one.</summary>
    private static bool IsOnlyPassedOn(ILocalReferenceOperation local) => local.Root().Descendants().OfType<ILocalReferenceOperation>()
        .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local.Local))
        .All(reference => reference.Parent is IArgumentOperation { Parameter.Name: "options", Parent: IInvocationOperation call } && IsSet(call.TargetMethod));

    private static bool IsSet(IMethodSymbol method) => method.Name is "Set" or "SetAsync" or "SetString" or "SetStringAsync";

    private static bool IsEmptyField(IFieldSymbol field, IOperation call)
    {
        if (call.SemanticModel is not { } model || field.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration || declaration.SyntaxTree != model.SyntaxTree
            || declaration.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value }
            || model.GetOperation(value) is not { } operation || operation.Unwrap() is not IObjectCreationOperation created)
        {
            return false;
        }
        // A constructor or a method may still fill it: options.SlidingExpiration = …, options.SetSlidingExpiration(…).
        return IsEmpty(created) && !model.SyntaxTree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Any(member => (member.Expression is IdentifierNameSyntax name && name.Identifier.Text == field.Name)
                || (member.Expression is MemberAccessExpressionSyntax inner && inner.Name.Identifier.Text == field.Name));
    }
}
