using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Review.Binding;

/// <summary>Declares what a text uses and does not declare, by how it is used.</summary>
internal sealed class MissingNames(Surroundings surroundings, SemanticModel model, CancellationToken ct)
{
    private static readonly string[] namespaces =
    [
        "StackExchange.Redis", "StackExchange.Redis.KeyspaceIsolation", "System.Text", "System.Text.Json", "System.Text.Json.Serialization",
        "System.Collections.Concurrent", "System.Diagnostics", "System.Globalization", "System.Net", "System.Buffers", "System.Security.Cryptography",
        "System.Text.RegularExpressions", "System.Runtime.CompilerServices", "System.ComponentModel.DataAnnotations",
        "Microsoft.Extensions.Caching.Distributed", "Microsoft.Extensions.Caching.Memory", "Microsoft.Extensions.Caching.Hybrid",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc",
    ];

    private readonly ClientMembers members = ClientMembers.Shared;

    /// <summary>Fills the surroundings; returns members to insert where a class is used by <c>this</c> and does not declare them.</summary>
    public void Infer(IReadOnlyList<Diagnostic> errors)
    {
        var root = model.SyntaxTree.GetRoot(ct);
        if (errors.Any(error => error.Id == "CS1061"))
            UseExtensions(errors, root);

        var names = errors.Where(error => error.Id is "CS0103" or "CS0246")
            .Select(error => root.FindToken(error.Location.SourceSpan.Start).Parent).OfType<SimpleNameSyntax>()
            .GroupBy(name => name.Identifier.ValueText, StringComparer.Ordinal);
        foreach (var name in names)
        {
            ct.ThrowIfCancellationRequested();
            if (name.Key.Length > 0 && !UseNamespaceOf(name.Key, name.First()))
                Declare(name.Key, [.. name]);
        }
    }

    private void UseExtensions(IReadOnlyList<Diagnostic> errors, SyntaxNode root)
    {
        foreach (var error in errors.Where(error => error.Id == "CS1061"))
        {
            if (root.FindToken(error.Location.SourceSpan.Start).Parent is not SimpleNameSyntax name)
                continue;
            foreach (var space in members.NamespacesOfExtension(name.Identifier.ValueText))
                surroundings.Use(space);
        }
    }

    private bool UseNamespaceOf(string name, SimpleNameSyntax usage)
    {
        var generic = usage is GenericNameSyntax { Arity: > 0 and var arity } ? $"`{arity}" : "";
        var found = Array.Find(namespaces, space => Exists($"{space}.{name}{generic}") || (usage.Parent is AttributeSyntax && Exists($"{space}.{name}Attribute")));
        if (found is not null)
            surroundings.Use(found);
        return found is not null;

        bool Exists(string full) => model.Compilation.GetTypeByMetadataName(full) is { DeclaredAccessibility: Accessibility.Public };
    }

    private void Declare(string name, IReadOnlyList<SimpleNameSyntax> usages)
    {
        var first = usages[0];
        if (first.Parent is AttributeSyntax)
            surroundings.Type(name, 0, attribute: true);
        else if (first.Parent is InvocationExpressionSyntax call && call.Expression == first)
            surroundings.Method(name, call.Parent is AwaitExpressionSyntax, first is GenericNameSyntax { Arity: 1 });
        else if (IsTypeUse(first))
            surroundings.Type(name, first.Arity, attribute: false);
        else if (first is IdentifierNameSyntax)
            surroundings.Variable(name, TypeOfVariable(name, usages));
    }

    private static bool IsTypeUse(SimpleNameSyntax name) =>
        name is GenericNameSyntax || name.Parent is ObjectCreationExpressionSyntax or TypeArgumentListSyntax or VariableDeclarationSyntax or ParameterSyntax
            or BaseTypeSyntax or NullableTypeSyntax or ArrayTypeSyntax or CastExpressionSyntax or TypeOfExpressionSyntax or MethodDeclarationSyntax
            or LocalFunctionStatementSyntax or PropertyDeclarationSyntax or ForEachStatementSyntax { Type: IdentifierNameSyntax } or CatchDeclarationSyntax
            or DeclarationPatternSyntax or TypeConstraintSyntax or DelegateDeclarationSyntax or QualifiedNameSyntax or TupleElementSyntax
        && !(name.Parent is ForEachStatementSyntax loop && loop.Expression == name)
        && !(name.Parent is CastExpressionSyntax cast && cast.Expression == name);

    private string TypeOfVariable(string name, IReadOnlyList<SimpleNameSyntax> usages)
    {
        var called = usages.Select(MemberOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (members.TypeOf(name, called) is { } type)
            return "global::" + type;
        if (called.Count > 0)
            return Surroundings.UnknownType;
        if (usages.Any(usage => usage.Parent is ForEachStatementSyntax loop && loop.Expression == usage))
            return "string[]";
        if (usages.Select(ParameterTypeOf).OfType<string>().FirstOrDefault() is { } wanted)
            return wanted;
        if (usages.Any(usage => usage.Parent is InterpolationSyntax))
            return "string";
        return usages.Any(usage => usage.Parent is AwaitExpressionSyntax)
            ? $"global::System.Threading.Tasks.Task<{Surroundings.UnknownType}>"
            : Surroundings.UnknownType;
    }

    private static string? MemberOf(SimpleNameSyntax usage) => usage.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == usage => access.Name.Identifier.ValueText,
        ConditionalAccessExpressionSyntax { WhenNotNull: var rest } conditional when conditional.Expression == usage =>
            rest.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault()?.Name.Identifier.ValueText,
        _ => null,
    };

    private string? ParameterTypeOf(SimpleNameSyntax usage)
    {
        if (usage.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument)
            return null;
        if (list.Arguments.IndexOf(argument) < 0)
            return null;

        var overloads = model.GetSymbolInfo(call, ct).CandidateSymbols.OfType<IMethodSymbol>().ToList();
        if (overloads.Count == 0 && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method })
            overloads = [.. members.Methods(method)];
        if (ParameterGuess.Best(overloads, list, model) is not { } best || ParameterGuess.Parameter(best, list, argument) is not { } parameter)
            return null;
        var type = parameter is { IsParams: true, Type: IArrayTypeSymbol { ElementType: var element } } ? element : parameter.Type;
        return type.Name switch
        {
            "RedisKey" or "RedisValue" => "string",
            "Object" when best.ContainingAssembly.Name == "StackExchange.Redis" => "string",
            "Nullable" when type is INamedTypeSymbol { TypeArguments: [var value] } => ParameterGuess.NameOf(value),
            "Object" => null,
            _ => ParameterGuess.NameOf(type),
        };
    }
}
