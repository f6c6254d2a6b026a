using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>Finds the garnet-server .NET tool where NuGet keeps it, and has it restored from the tool manifest where it is missing.</summary>
internal static class GarnetTool
{
    /// <exception cref="InvalidDataException">The tool could not be restored; the message says why.</exception>
    public static async Task<ServerBinary> LocateAsync(ServerDefinition server, CancellationToken cancellation)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : Tool.FindOnPath("dotnet")
            ?? throw new InvalidDataException("dotnet is not on PATH");
        var assembly = Find(server.Version) ?? await RestoreAsync(dotnet, server.Version, cancellation);
        return new ServerBinary(server.Name, server.Product, server.Version, assembly, [dotnet, assembly], "dotnet tool garnet-server");
    }

    private static string? Find(ServerVersion version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var tool = Path.Combine(packages, "garnet-server", version.ToString(), "tools");
        return Directory.Exists(tool) ? Directory.EnumerateFiles(tool, "GarnetServer.dll", SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    private static async Task<string> RestoreAsync(string dotnet, ServerVersion version, CancellationToken cancellation)
    {
        var tree = new DirectoryInfo(AppContext.BaseDirectory);
        while (tree is not null && !File.Exists(Path.Combine(tree.FullName, ".config", "dotnet-tools.json")))
            tree = tree.Parent;
        if (tree is null)
            throw new InvalidDataException("no folder above the tests has .config/dotnet-tools.json");

        var restored = await Tool.RunAsync(dotnet, ["tool", "restore"], cancellation, TimeSpan.FromMinutes(3), tree.FullName);
        return Find(version) ?? throw new InvalidDataException($"dotnet tool restore failed: {(restored.Output + restored.Error).Trim()}");
    }
}
