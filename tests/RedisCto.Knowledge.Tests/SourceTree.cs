namespace RedisCto.Knowledge.Tests;

/// <summary>The repository that this build was made from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static string PageFile(string id) => Path.Combine(Root, "knowledge", $"{id}.md");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "redis-cto-mcp.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
