namespace RedisCto.Testing.Provisioning;

/// <summary>The packages of one suite, and the closure of libraries a package needs to run without the host's.</summary>
internal sealed class PackageIndex
{
    /// <param name="File">Path below the archive's base address.</param>
    internal sealed record Package(string Name, string Version, string File, string Sha256, string Depends);

    private readonly Dictionary<string, Package> packages = new(StringComparer.Ordinal);

    public static PackageIndex Read(TextReader reader)
    {
        var index = new PackageIndex();
        foreach (var fields in ControlFile.Parse(reader))
        {
            if (!fields.TryGetValue("Package", out var name)
                || !fields.TryGetValue("Filename", out var file)
                || !fields.TryGetValue("SHA256", out var hash))
            {
                continue;
            }

            if (!IsServer(name) && !IsLibrary(name))
                continue;

            var depends = $"{fields.GetValueOrDefault("Pre-Depends")},{fields.GetValueOrDefault("Depends")}";
            var package = new Package(name, fields.GetValueOrDefault("Version") ?? "", file, hash, depends);
            index.packages[name] = package;
            foreach (var provided in Names(fields.GetValueOrDefault("Provides") ?? "").Where(IsLibrary))
                index.packages.TryAdd(provided, package);
        }

        return index;
    }

    public Package? Find(string name) => packages.GetValueOrDefault(name);

    /// <summary>
    /// The package and every library below it. Programs such as adduser are left out: they serve the installation, which does not take place.
    /// </summary>
    /// <exception cref="InvalidDataException">A library that is needed is in no index.</exception>
    public static IReadOnlyList<Package> Closure(Package root, PackageIndex libraries)
    {
        var found = new Dictionary<string, Package>(StringComparer.Ordinal) { [root.Name] = root };
        var open = new Queue<Package>([root]);
        while (open.TryDequeue(out var package))
        {
            foreach (var alternatives in package.Depends.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var names = Names(alternatives.Replace('|', ',')).Where(IsLibrary).ToList();
                if (names.Count == 0)
                    continue;

                var library = names.Select(libraries.Find).FirstOrDefault(candidate => candidate is not null)
                    ?? throw new InvalidDataException($"{package.Name} needs {string.Join(" or ", names)}, which the suite does not have");
                if (found.TryAdd(library.Name, library))
                    open.Enqueue(library);
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<string> Names(string relation) =>
        relation.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split([' ', ':', '('], 2)[0]);

    private static bool IsServer(string name) => name is "redis-tools" or "valkey-tools";

    // Redis 6.0 of Debian is linked to Lua's own packages.
    private static bool IsLibrary(string name) =>
        name.StartsWith("lib", StringComparison.Ordinal) || name.StartsWith("lua-", StringComparison.Ordinal);
}
