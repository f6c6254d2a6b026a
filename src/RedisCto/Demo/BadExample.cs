namespace RedisCto.Demo;

/// <summary>The code that the demo has reviewed: the repository's examples/bad, or the copy in this build where there is no repository.</summary>
internal sealed record BadExample(string Root, string Path, string Code)
{
    private const string Folder = "examples/bad";
    private const string ResourcePrefix = "demo/bad/";

    public static BadExample Find()
    {
        if (Repository() is { } root && FirstFile(System.IO.Path.Combine(root, Folder)) is { } file)
            return new(root, System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'), "");

        var assembly = typeof(BadExample).Assembly;
        var name = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return new(Environment.CurrentDirectory, "", reader.ReadToEnd());
    }

    private static string? FirstFile(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    /// <summary>The nearest folder above the current one, or above this program, that holds the solution.</summary>
    private static string? Repository()
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = start; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, "redis-cto-mcp.sln")))
                    return folder;
            }
        }

        return null;
    }
}
