using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RedisCto.Analyzers.Tests;

/// <summary>The references that reviewed code has: .NET, ASP.NET Core, and one version of StackExchange.Redis.</summary>
internal static class ClientReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
        [.. Pack("Microsoft.NETCore.App.Ref"), .. Pack("Microsoft.AspNetCore.App.Ref")]);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> NewestClient = new(() => [.. Framework.Value, Client(Path("NewestClient"))]);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> OlderClient = new(() => [.. Framework.Value, Client(Path("OlderClient"))]);

    /// <summary>The newest client line (3.x), which users install today.</summary>
    public static IReadOnlyList<MetadataReference> Newest => NewestClient.Value;

    /// <summary>The 2.x line.</summary>
    public static IReadOnlyList<MetadataReference> Older => OlderClient.Value;

    public static IReadOnlyList<MetadataReference> WithoutClient => Framework.Value;

    public static string Path(string key) => typeof(ClientReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;

    private static PortableExecutableReference Client(string package) =>
        MetadataReference.CreateFromFile(System.IO.Path.Combine(package, "lib", "net10.0", "StackExchange.Redis.dll"));

    private static IEnumerable<MetadataReference> Pack(string name)
    {
        var version = Directory.GetDirectories(System.IO.Path.Combine(Path("TargetingPacks"), name), "10.*").Order(StringComparer.Ordinal).Last();
        return Directory.GetFiles(System.IO.Path.Combine(version, "ref", "net10.0"), "*.dll").Select(file => MetadataReference.CreateFromFile(file));
    }
}
