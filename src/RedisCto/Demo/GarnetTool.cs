using System.Diagnostics;
using System.Text.Json;

namespace RedisCto.Demo;

/// <summary>Garnet as a .NET tool: the server for machines that have nothing but the .NET SDK.</summary>
internal static class GarnetTool
{
    private const string Package = "garnet-server";
    private const string ManifestResource = "demo/dotnet-tools.json";

    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(3);

    /// <summary>Restores the pinned tool into the NuGet cache where it is not there yet. Null where that fails.</summary>
    public static async Task<ServerBinary?> RestoreAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var (manifest, version) = ReadManifest();
        if (Find(version) is { } cached)
            return cached;

        await output.WriteLineAsync($"Fetching Garnet {version} (`dotnet tool restore`), once...");
        using TemporaryFolder folder = new("redis-cto-garnet");
        var file = Path.Combine(folder.Path, "dotnet-tools.json");
        await File.WriteAllTextAsync(file, manifest, cancellationToken);
        using var restore = Process.Start(new ProcessStartInfo(DotNet, ["tool", "restore", "--tool-manifest", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        })!;
        restore.OutputDataReceived += static (_, _) => { };
        restore.ErrorDataReceived += static (_, _) => { };
        restore.BeginOutputReadLine();
        restore.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RestoreLimit);
        try
        {
            await restore.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            restore.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Find(version);
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static ServerBinary? Find(string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var tools = Path.Combine(packages, Package, version, "tools");
        if (!Directory.Exists(tools))
            return null;

        var program = Directory.EnumerateFiles(tools, "GarnetServer.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();
        return program is null ? null : new($"garnet {version}", DotNet, ["exec", "--roll-forward", "Major", program, "--bind", "127.0.0.1", "--memory", "256m", "--index", "16m"]);
    }

    private static (string Manifest, string Version) ReadManifest()
    {
        using var stream = typeof(GarnetTool).Assembly.GetManifestResourceStream(ManifestResource)
            ?? throw new InvalidOperationException($"{ManifestResource} is not embedded.");
        using StreamReader reader = new(stream);
        var manifest = reader.ReadToEnd();
        using var document = JsonDocument.Parse(manifest);
        return (manifest, document.RootElement.GetProperty("tools").GetProperty(Package).GetProperty("version").GetString()!);
    }
}
