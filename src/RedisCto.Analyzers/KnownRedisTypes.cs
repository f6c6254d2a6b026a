using Microsoft.CodeAnalysis;

namespace RedisCto.Analyzers;

/// <summary>The types of StackExchange.Redis, resolved once per compilation, so that rules ask the type and never the name.</summary>
internal sealed class KnownRedisTypes
{
    private static readonly string[] TestFrameworks =
    [
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework", "TUnit.Core", "BenchmarkDotNet",
    ];

    private KnownRedisTypes(Compilation compilation, INamedTypeSymbol databaseAsync)
    {
        DatabaseAsync = databaseAsync;
        Server = Find(compilation, "IServer");
        Subscriber = Find(compilation, "ISubscriber");
        Transaction = Find(compilation, "ITransaction");
        Batch = Find(compilation, "IBatch");
        MultiplexerInterface = Find(compilation, "IConnectionMultiplexer");
        Multiplexer = Find(compilation, "ConnectionMultiplexer");
        DistributedCache = compilation.GetTypeByMetadataName("Microsoft.Extensions.Caching.Distributed.IDistributedCache");
        LuaScript = Find(compilation, "LuaScript");
        IsTestAssembly = compilation.ReferencedAssemblyNames.Any(
            reference => TestFrameworks.Contains(reference.Name, StringComparer.OrdinalIgnoreCase));
    }

    public INamedTypeSymbol DatabaseAsync { get; }

    public INamedTypeSymbol? Server { get; }

    public INamedTypeSymbol? Subscriber { get; }

    public INamedTypeSymbol? Transaction { get; }

    public INamedTypeSymbol? Batch { get; }

    public INamedTypeSymbol? MultiplexerInterface { get; }

    public INamedTypeSymbol? Multiplexer { get; }

    /// <summary>The cache abstraction of .NET, which Redis often stands behind.</summary>
    public INamedTypeSymbol? DistributedCache { get; }

    public INamedTypeSymbol? LuaScript { get; }

    /// <summary>Whether the code under review is a test or benchmark project: seeds and clean-ups there are no defects.</summary>
    public bool IsTestAssembly { get; }

    public static KnownRedisTypes? Find(Compilation compilation) =>
        Find(compilation, "IDatabaseAsync") is { } database ? new KnownRedisTypes(compilation, database) : null;

    /// <summary>A member of <c>IDatabase</c>, <c>IDatabaseAsync</c>, or of a type that implements them (a wrapper, a transaction, a batch).</summary>
    public bool IsDatabaseMember(IMethodSymbol method) => Is(method.ContainingType, DatabaseAsync);

    /// <summary>A database, a transaction, a batch, or a wrapper that passes all commands on.</summary>
    public bool IsDatabase(ITypeSymbol? type) => Is(type, DatabaseAsync);

    public bool IsServer(ITypeSymbol? type) => Is(type, Server);

    public bool IsServerMember(IMethodSymbol method) => Is(method.ContainingType, Server);

    public bool IsSubscriberMember(IMethodSymbol method) => Is(method.ContainingType, Subscriber);

    /// <summary>A member of <c>IDistributedCache</c>, of a cache that implements it, or of its extensions in .NET.</summary>
    public bool IsDistributedCacheMember(IMethodSymbol method) => Is(method.ContainingType, DistributedCache)
        || (method.ContainingType.Name == "DistributedCacheExtensions"
            && SymbolEqualityComparer.Default.Equals(method.ContainingNamespace, DistributedCache?.ContainingNamespace));

    public bool IsMultiplexer(ITypeSymbol? type) => Is(type, MultiplexerInterface);

    public bool IsLuaScript(ITypeSymbol? type) => Is(type, LuaScript);

    public bool IsTransaction(ITypeSymbol? type) => Is(type, Transaction);

    /// <summary>A batch or a transaction: its commands are queued, and sent together.</summary>
    public bool IsQueue(ITypeSymbol? type) => Is(type, Batch) || IsTransaction(type);

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? known)
    {
        if (type is null || known is null)
            return false;
        return SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known)
            || type.AllInterfaces.Contains(known, SymbolEqualityComparer.Default);
    }

    private static INamedTypeSymbol? Find(Compilation compilation, string name) =>
        compilation.GetTypeByMetadataName("StackExchange.Redis." + name);
}
