using System.Runtime.InteropServices;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Node;

/// <summary>
/// Programs from npm that tests run, in a cache folder outside the tree, with a Node that is new enough to run them: today's MCP clients and
/// the inspector need Node 22.19 or newer, and an older npm would silently pick old versions of them.
/// </summary>
public sealed class NodePackages
{
    private const string NodeVersion = "24.21.0";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(8);

    private NodePackages(string folder) => Folder = folder;

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public string Folder { get; }

    /// <summary>The node program that comes with the packages.</summary>
    public string Node => Path.Combine(Folder, "node_modules", NodePackage, "bin", OperatingSystem.IsWindows() ? "node.exe" : "node");

    private static string NodePackage => $"node-{Platform}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string Platform => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>The script or program of a package, such as <c>@scope/name/dist/cli.js</c>.</summary>
    public string PathOf(string file) => Path.Combine(Folder, "node_modules", file);

    /// <summary>Installs the packages (name@version each) once, and hands back the cached folder ever after.</summary>
    /// <param name="name">The cache folder's name; another set of packages or versions takes another one.</param>
    /// <exception cref="IOException">npm is missing or could not install them.</exception>
    public static async Task<NodePackages> InstallAsync(string name, IReadOnlyList<string> packages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var folder = Path.Combine(ServerCache.Default.Folder, "..", "npm", name);
        var marker = Path.Combine(folder, "installed.txt");
        var wanted = string.Join('\n', [$"{NodePackage}@{NodeVersion}", .. packages]);
        Directory.CreateDirectory(folder);
        await using var _ = await ServerCache.LockAsync(Path.Combine(folder, "install.lock"), cancellation);
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellation) == wanted)
            return new NodePackages(Path.GetFullPath(folder));

        var npm = Tool.FindOnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
            ?? throw new IOException("npm is not on PATH; it installs the MCP clients and the inspector that the tests run");
        var installed = new NodePackages(Path.GetFullPath(folder));
        // The new Node first, and the rest by it: npm chooses versions by the Node that runs it.
        await RunNpmAsync(npm, installed, [$"{NodePackage}@{NodeVersion}"], cancellation);
        await RunNpmAsync(npm, installed, packages, cancellation);
        await File.WriteAllTextAsync(marker, wanted, cancellation);
        return installed;
    }

    /// <summary>Runs one of the programs with this Node first on its PATH, and hands back exit code, output and error output.</summary>
    /// <exception cref="IOException">It could not be started or did not end within the limit.</exception>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation,
        string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var path = environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH");
        var all = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.GetDirectoryName(Node)}{Path.PathSeparator}{path}",
        };
        var (exitCode, output, error) = await Tool.RunAsync(program, arguments, cancellation, limit, folder ?? Folder, all);
        return (exitCode, output, error);
    }

    private static async Task RunNpmAsync(string npm, NodePackages target, IReadOnlyList<string> packages, CancellationToken cancellation)
    {
        var (exitCode, _, error) = await target.RunAsync(
            npm,
            ["install", "--prefix", target.Folder, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel", "error", .. packages],
            InstallLimit,
            new Dictionary<string, string>(StringComparer.Ordinal),
            cancellation);
        if (exitCode != 0)
            throw new IOException($"npm could not install {string.Join(", ", packages)}: {error.Trim()}");
    }
}
