using Microsoft.CodeAnalysis;

namespace RedisCto.Review.Engine;

/// <summary>What reviewed code is bound against: .NET, ASP.NET Core and StackExchange.Redis, as shipped in refs/ beside the tool.</summary>
internal static class ReferenceAssemblies
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> framework = new(() => [.. Load("net"), .. Load("aspnet")]);
    private static readonly Lazy<IReadOnlyList<MetadataReference>> newest = new(() => [.. framework.Value, .. Load("redis-newest")]);

    /// <summary>The references of code on the newest client.</summary>
    public static IReadOnlyList<MetadataReference> Newest => newest.Value;

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "refs");

    private static IEnumerable<MetadataReference> Load(string folder)
    {
        var path = Path.Combine(Folder, folder);
        if (!Directory.Exists(path))
            throw new InvalidOperationException($"The folder refs/{folder} is missing beside the tool. Install redis-cto again.");
        return Directory.EnumerateFiles(path, "*.dll").Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file));
    }
}
