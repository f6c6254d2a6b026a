using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisCto.Review.Engine;

namespace RedisCto.Review.Binding;

/// <summary>Which type a variable has by the members that are called on it: StringSet means IDatabase, GetDatabase a multiplexer.</summary>
internal sealed class ClientMembers
{
    private const string Redis = "StackExchange.Redis.";
    private const string Extensions = "Microsoft.Extensions.";

    // The first type that has every member wins, so the narrow and the usual stand before the wide and the rare.
    private static readonly string[] typeNames =
    [
        Redis + "ISubscriber", Redis + "IDatabase", Redis + "IConnectionMultiplexer", Redis + "IServer", Redis + "ITransaction", Redis + "IBatch",
        Redis + "ConnectionMultiplexer", Extensions + "Caching.Distributed.IDistributedCache", Extensions + "Caching.Hybrid.HybridCache",
        Extensions + "Caching.Memory.IMemoryCache", Extensions + "Logging.ILogger", Extensions + "DependencyInjection.IServiceCollection",
        Extensions + "Configuration.IConfiguration", "System.TimeProvider", "System.Net.Http.HttpClient",
    ];

    private static readonly Lazy<ClientMembers> shared = new(() => new ClientMembers());

    private readonly List<KnownType> types = [];
    private readonly ILookup<string, string> extensionNamespaces;

    private ClientMembers()
    {
        var compilation = CSharpCompilation.Create("Members", [], ReferenceAssemblies.Newest);
        var methods = ExtensionMethods(compilation).ToList();
        extensionNamespaces = methods.ToLookup(method => method.Name, method => method.ContainingNamespace.ToDisplayString(), StringComparer.Ordinal);
        var extensions = methods.ToLookup(method => method.Parameters[0].Type, SymbolEqualityComparer.Default);
        foreach (var type in typeNames.Select(compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>())
        {
            var own = type.AllInterfaces.Prepend(type).SelectMany(part => part.GetMembers()).Where(member => member.DeclaredAccessibility == Accessibility.Public);
            var added = type.AllInterfaces.Prepend(type).SelectMany(part => extensions[part]);
            types.Add(new KnownType(type.ToDisplayString(), own.Concat(added).ToLookup(member => member.Name, StringComparer.Ordinal)));
        }
    }

    public static ClientMembers Shared => shared.Value;

    /// <summary>Where extension methods of this name live.</summary>
    public IEnumerable<string> NamespacesOfExtension(string method) => extensionNamespaces[method].Distinct(StringComparer.Ordinal);

    /// <summary>The full name of the type, or null where the members are nobody's or everybody's.</summary>
    public string? TypeOf(string variable, IReadOnlyCollection<string> members)
    {
        if (members.Count == 0)
            return null;

        var fitting = types.Where(type => members.All(type.Has)).Select(type => type.Name).ToList();
        if (fitting.Count == 0)
            return null;
        if (fitting[0] == Redis + "ISubscriber" && !members.Any(member => member.Contains("ublish", StringComparison.Ordinal) || member.Contains("ubscribe", StringComparison.Ordinal)))
            fitting.RemoveAt(0);

        // Commands that several types share are told apart by what the variable is called.
        var called = fitting.Find(type => Hints(type).Any(hint => variable.Contains(hint, StringComparison.OrdinalIgnoreCase)));
        return called ?? fitting.FirstOrDefault();
    }

    /// <summary>The type that a member belongs to, for members whose name says Redis wherever it is met.</summary>
    public string? OwnerOf(string member) => IsDistinctive(member)
        ? types.Where(type => type.Name.StartsWith(Redis, StringComparison.Ordinal) && type.Has(member))
            .Select(type => type.Name).OrderBy(name => name == Redis + "IDatabase" ? 0 : 1).FirstOrDefault()
        : null;

    /// <summary>Every method of this name on the Redis types.</summary>
    public IEnumerable<IMethodSymbol> Methods(string name) => types
        .Where(type => type.Name.StartsWith(Redis, StringComparison.Ordinal))
        .SelectMany(type => type.Members[name].OfType<IMethodSymbol>());

    private static IEnumerable<string> Hints(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "ITransaction" => ["tran", "txn"],
        "IBatch" => ["batch"],
        "IServer" => ["server"],
        "ISubscriber" => ["sub"],
        _ => [],
    };

    private static bool IsDistinctive(string member) =>
        member is "GetDatabase" or "GetSubscriber" or "GetServer" or "GetEndPoints" or "KeysAsync" or "FlushDatabase" or "FlushDatabaseAsync" or "FlushAllDatabases" or "CreateTransaction" or "CreateBatch" ||
        Array.Exists(["String", "Hash", "List", "Set", "SortedSet", "Stream", "Key", "Lock", "Geo", "HyperLogLog", "Script"], family =>
            member.Length > family.Length + 2 && member.StartsWith(family, StringComparison.Ordinal) && char.IsUpper(member[family.Length])
            && member is not ("SetString" or "SetStringAsync"));

    private static IEnumerable<IMethodSymbol> ExtensionMethods(CSharpCompilation compilation) => typeNames
        .Select(compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>()
        .Select(type => type.ContainingNamespace).Distinct<INamespaceSymbol>(SymbolEqualityComparer.Default)
        .Where(space => space.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal) || space.ToDisplayString().StartsWith(Redis[..^1], StringComparison.Ordinal))
        .SelectMany(space => space.GetTypeMembers()).Where(type => type.MightContainExtensionMethods)
        .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>()).Where(method => method is { IsExtensionMethod: true, DeclaredAccessibility: Accessibility.Public });

    private sealed record KnownType(string Name, ILookup<string, ISymbol> Members)
    {
        public bool Has(string member) => Members.Contains(member);
    }
}
