namespace RedisCto.Review.Sources;

/// <summary>The folder that a review may read, and nothing beyond it: neither by "..", nor by a symbolic link on the way.</summary>
internal sealed class ReviewRoot
{
    private readonly string root;

    public ReviewRoot(string folder)
    {
        var full = Path.GetFullPath(folder.Length == 0 ? Directory.GetCurrentDirectory() : folder);
        if (!Directory.Exists(full))
            throw new ReviewInputException($"The root folder '{folder}' does not exist. Start the tool in the folder of the code.");
        root = RealPath(full);
    }

    /// <summary>The real path of an existing file or folder.</summary>
    /// <exception cref="ReviewInputException">It does not exist, is no C# file, or lies outside the root.</exception>
    public string Resolve(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new ReviewInputException("A path is empty. Name a .cs file or a folder.");

        var full = Path.GetFullPath(path, root);
        var real = RealPath(full);
        if (!IsInside(real))
            throw new ReviewInputException($"'{path}' lies outside the folder that may be read. Name a path below it, or start the tool in the folder of the code.");
        if (!File.Exists(real) && !Directory.Exists(real))
            throw new ReviewInputException($"'{path}' does not exist. Name a .cs file or a folder, relative to the folder that the tool was started in.");
        if (File.Exists(real) && !real.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
            throw new ReviewInputException($"'{path}' is no C# file. Name a .cs file or a folder that holds some.");
        return real;
    }

    /// <summary>What reports call a file: its path below the root.</summary>
    public string NameOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private bool IsInside(string real) =>
        real == root || real.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on it replaced by what it points to.</summary>
    private static string RealPath(string path)
    {
        // As many links as Linux follows before it calls them a loop.
        for (var links = 0; links < 40; links++)
        {
            if (FirstLink(path) is not var (link, rest))
                return path;
            var target = Path.GetFullPath(link.LinkTarget!, Path.GetDirectoryName(link.FullName)!);
            path = rest.Length == 0 ? target : Path.Combine(target, rest);
        }

        throw new ReviewInputException("A path goes through a loop of symbolic links. Name the real path.");
    }

    private static (FileSystemInfo Link, string Remaining)? FirstLink(string path)
    {
        var current = Path.GetPathRoot(path)!;
        var parts = path[current.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            current = Path.Combine(current, parts[i]);
            FileSystemInfo info = Directory.Exists(current) ? new DirectoryInfo(current) : new FileInfo(current);
            if (info.LinkTarget is not null)
                return (info, Path.Combine(parts[(i + 1)..]));
        }

        return null;
    }
}
