using System.Text.Json;
using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>The folder outside the tree that keeps unpacked servers; one process fills it at a time, and only whole servers are seen.</summary>
internal sealed class ServerCache(string folder)
{
    private const string Manifest = "server.json";
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(5);

    /// <summary><c>REDIS_CTO_SERVER_CACHE</c>, else <c>redis-cto/servers</c> in the user's cache folder.</summary>
    public static ServerCache Default { get; } = new(DefaultFolder());

    public string Folder => folder;

    private sealed record Entry(Product Product, string Version, string Program, string Loader, string[] Libraries, string Origin);

    public ServerBinary? Find(ServerDefinition server)
    {
        var root = Root(server);
        var manifest = Path.Combine(root, Manifest);
        if (!File.Exists(manifest))
            return null;

        var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(manifest))!;
        return ToBinary(server, root, entry);
    }

    /// <summary>Hands back the cached server, or has it unpacked by <paramref name="unpack"/> into an empty folder and caches it.</summary>
    public async Task<ServerBinary> FindOrAddAsync(
        ServerDefinition server, string origin, Func<string, CancellationToken, Task> unpack, CancellationToken cancellation)
    {
        if (Find(server) is { } cached)
            return cached;

        Directory.CreateDirectory(folder);
        await using var _ = await LockAsync(Root(server) + ".lock", cancellation);
        if (Find(server) is { } addedMeanwhile)
            return addedMeanwhile;

        // Under the lock, what is there belongs to a process that was killed.
        foreach (var left in Directory.GetDirectories(folder, $".{server.Name}-*"))
            Directory.Delete(left, recursive: true);
        var partial = Directory.CreateDirectory(Path.Combine(folder, $".{server.Name}-{Guid.NewGuid():N}")).FullName;
        try
        {
            await unpack(partial, cancellation);
            var entry = await DescribeAsync(server, partial, origin, cancellation);
            await File.WriteAllTextAsync(Path.Combine(partial, Manifest), JsonSerializer.Serialize(entry), cancellation);
            Directory.Move(partial, Root(server));
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }

        return Find(server)!;
    }

    private string Root(ServerDefinition server) => Path.Combine(folder, $"{server.Name}-{DebianArchive.Architecture}");

    private static async Task<Entry> DescribeAsync(ServerDefinition server, string root, string origin, CancellationToken cancellation)
    {
        string[] libraries = [.. new[] { "lib", "usr/lib" }
            .Select(part => Path.Combine(root, part))
            .Where(Directory.Exists)
            .SelectMany(part => Directory.GetDirectories(part, "*-linux-gnu"))
            .Select(path => Path.GetRelativePath(root, path))];
        var loader = libraries.SelectMany(path => Directory.GetFiles(Path.Combine(root, path), "ld-linux-*.so.*")).FirstOrDefault()
            ?? throw new InvalidDataException("the unpacked libraries have no ld-linux loader");
        // One program under several names, told apart by the name: the -server package has only a link to the one of the -tools package.
        var program = Path.Combine(root, "usr", "bin", server.Program);
        if (!File.Exists(program))
            File.CreateSymbolicLink(program, $"{server.ProductWord}-check-rdb");
        if (!File.Exists(program))
            throw new InvalidDataException($"{server.Package} has no {server.Program}");

        var entry = new Entry(server.Product, "", Path.GetRelativePath(root, program), Path.GetRelativePath(root, loader), libraries, origin);
        var (product, version) = await ServerVersionReader.ReadAsync(Launcher(root, entry), cancellation);
        return server.Fits(product, version)
            ? entry with { Version = version.ToString() }
            : throw new InvalidDataException($"the package has {product} {version}");
    }

    private static ServerBinary ToBinary(ServerDefinition server, string root, Entry entry) => new(
        server.Name, entry.Product, ServerVersion.Parse(entry.Version), Path.Combine(root, entry.Program), Launcher(root, entry), entry.Origin);

    private static string[] Launcher(string root, Entry entry) =>
    [
        Path.Combine(root, entry.Loader),
        "--library-path", string.Join(':', entry.Libraries.Select(path => Path.Combine(root, path))),
        Path.Combine(root, entry.Program),
    ];

    /// <summary>Waits for the file that one process at a time may hold.</summary>
    public static async Task<FileStream> LockAsync(string file, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && TimeProvider.System.GetElapsedTime(started) < LockLimit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
    }

    private static string DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable("REDIS_CTO_SERVER_CACHE") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "redis-cto", "servers");
    }
}
