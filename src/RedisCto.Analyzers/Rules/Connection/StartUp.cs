using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Connection;

/// <summary>Tells code that runs once (start-up, Lazy, registration, Main, tests) from code that runs per request or per instance.</summary>
internal static class StartUp
{
    private static readonly ImmutableHashSet<string> OnceMethods =
        ["GetOrAdd", "AddOrUpdate", "GetOrCreate", "GetOrCreateAsync", "GetOrSet", "EnsureInitialized"];

    private static readonly ImmutableHashSet<string> BuilderTypes =
    [
        "IServiceCollection", "IApplicationBuilder", "IHostBuilder", "IHostApplicationBuilder", "WebApplicationBuilder", "HostApplicationBuilder",
        "WebApplication", "IWebHostBuilder", "ContainerBuilder",
    ];

    private static readonly ImmutableHashSet<string> TestAttributes =
    [
        "Fact", "Theory", "Test", "TestCase", "TestMethod", "Benchmark", "GlobalSetup", "GlobalCleanup", "SetUp", "OneTimeSetUp", "IterationSetup",
        "TestInitialize", "ClassInitialize", "AssemblyInitialize",
    ];

    private static readonly ImmutableHashSet<string> PerRequestBases = ["ControllerBase", "Controller", "ApiController", "PageModel", "Hub", "ViewComponent"];

    /// <summary>The lambda that a minimal API or a middleware calls for each request.</summary>
    public static bool IsRequestHandler(IOperation function) => Receiver(function) is IInvocationOperation { TargetMethod: var method }
        && method.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Builder"
        && (method.Name.StartsWith("Map", StringComparison.Ordinal) || method.Name is "Use" or "Run" or "UseWhen" or "MapWhen");

    /// <summary>A lambda that something keeps the result of: Lazy, a container, a concurrent dictionary, an options callback.</summary>
    public static bool IsCalledOnce(IOperation function) => Receiver(function) switch
    {
        IObjectCreationOperation { Type.Name: var name } => name.IndexOf("Lazy", StringComparison.Ordinal) >= 0,
        IInvocationOperation { TargetMethod: var method } => OnceMethods.Contains(method.Name)
            || method.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal)
            || (method.Parameters.Length > 0 && BuilderTypes.Contains((method.ReducedFrom ?? method).Parameters[0].Type.Name)
                && !IsRequestHandler(function)),
        _ => false,
    };

    /// <summary>The call or constructor that a lambda or method group is handed to, or null where it is stored or returned.</summary>
    public static IOperation? Receiver(IOperation function)
    {
        var current = function.Parent;
        while (current is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            current = current.Parent;
        return current is IArgumentOperation ? current.Parent : null;
    }

    /// <summary>Whether the code at this place runs once in the life of the process, as far as the file tells.</summary>
    public static bool RunsOnce(IOperation operation, ISymbol member)
    {
        for (var function = operation.Function(); function is not null; function = function.Function())
        {
            if (IsCalledOnce(function))
                return true;
            if (IsRequestHandler(function))
                return false;
        }
        return RunsOnce(member);
    }

    public static bool RunsOnce(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => true,
        IMethodSymbol { IsStatic: true, Name: "Main" or "<Main>$" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName } => true,
        IMethodSymbol method when method.Parameters.Any(parameter => BuilderTypes.Contains(parameter.Type.Name)) => true,
        IMethodSymbol method when IsTest(method) => true,
        IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true, GetMethod: null } => true,
        IMethodSymbol { Name: "StartAsync" or "StartingAsync" or "StartedAsync" or "ExecuteAsync" } => IsHosted(member.ContainingType),
        _ => member.ContainingType is { Name: "Startup" },
    };

    public static bool IsHosted(INamedTypeSymbol? type) => type is not null && type.AllInterfaces.Any(
        implemented => implemented.Name == "IHostedService" && implemented.ContainingNamespace.ToDisplayString() == "Microsoft.Extensions.Hosting");

    /// <summary>Whether the framework makes one object of the type per request.</summary>
    public static bool IsMadePerRequest(INamedTypeSymbol? type)
    {
        for (var parent = type?.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (PerRequestBases.Contains(parent.Name)
                && (parent.TypeKind == TypeKind.Error || parent.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)))
            {
                return true;
            }
        }
        return type?.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ApiControllerAttribute") ?? false;
    }

    /// <summary>The simple names of the types that are registered as scoped or transient anywhere in the compilation.</summary>
    public static ImmutableHashSet<string> ShortLivedTypes(Compilation compilation, CancellationToken cancellationToken) =>
        [.. compilation.SyntaxTrees
            .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes())
            .OfType<GenericNameSyntax>()
            .Where(name => name.Identifier.Text is "AddScoped" or "AddTransient" && name.Parent?.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 })
            .Select(name => SimpleName(name.TypeArgumentList.Arguments.Last()))];

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => SimpleName(qualified.Right),
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => type.ToString(),
    };

    /// <summary>Also by attributes that people derive for their own servers: [RedisFact], [ServerTheory].</summary>
    private static bool IsTest(IMethodSymbol method) => method.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name is { } name && TestAttributes.Any(known =>
            name.EndsWith(known, StringComparison.Ordinal) || name.EndsWith(known + "Attribute", StringComparison.Ordinal)));

    /// <summary>Whether all uses of the method in its file, and there is at least one, run once.</summary>
    public static bool IsUsedOnlyAtStartUp(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        var uses = model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.Text == method.Name)
            .Select(name => Use(name, method, model, cancellationToken))
            .OfType<IOperation>()
            .ToList();
        return uses.Count > 0 && uses.TrueForAll(use =>
            (use is IMethodReferenceOperation && IsCalledOnce(use))
            || (model.GetEnclosingSymbol(use.Syntax.SpanStart, cancellationToken) is { } member && RunsOnce(use, Outermost(member))
                && !use.Ancestors().Any(ancestor => ancestor is ILoopOperation)));
    }

    private static ISymbol Outermost(ISymbol member)
    {
        while (member.ContainingSymbol is IMethodSymbol outer)
            member = outer;
        return member;
    }

    private static IOperation? Use(IdentifierNameSyntax name, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        for (SyntaxNode? node = name; node is ExpressionSyntax; node = node.Parent)
        {
            var operation = model.GetOperation(node, cancellationToken);
            var target = operation switch
            {
                IInvocationOperation call => call.TargetMethod,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (target is not null)
                return SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, method.OriginalDefinition) ? operation : null;
        }
        return null;
    }
}
