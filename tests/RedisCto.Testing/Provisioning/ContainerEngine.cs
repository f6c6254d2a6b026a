using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>
/// Docker or podman, for systems without Debian packages. Containers share the host's network, so that a server is reached,
/// and reaches others, on 127.0.0.1 as any other; Docker Desktop must have host networking switched on.
/// </summary>
internal sealed record ContainerEngine(string Path)
{
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(5);

    /// <summary>The first engine on PATH that answers.</summary>
    /// <exception cref="InvalidDataException">None is there, or none answers.</exception>
    public static async Task<ContainerEngine> FindAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new InvalidDataException("containers are not used on Windows");

        var silent = new List<string>();
        foreach (var program in new[] { "docker", "podman" })
        {
            if (Tool.FindOnPath(program) is not { } path)
                continue;
            if ((await Tool.RunAsync(path, ["info"], cancellation)).ExitCode == 0)
                return new ContainerEngine(path);
            silent.Add(program);
        }

        throw new InvalidDataException(silent.Count > 0
            ? $"{string.Join(" and ", silent)} is installed but its engine does not answer"
            : "neither docker nor podman is on PATH");
    }

    /// <exception cref="InvalidDataException">The image cannot be pulled or is not what its tag says.</exception>
    public async Task<ServerBinary> LocateAsync(ServerDefinition server, CancellationToken cancellation)
    {
        var image = ImageOf(server);
        var answer = await Tool.RunAsync(Path, ["run", "--rm", image, server.Program, "--version"], cancellation, PullLimit);
        if (answer.ExitCode != 0)
            throw new InvalidDataException($"the image {image} does not run: {answer.Error.Trim()}");
        return ServerVersionReader.Parse(answer.Output) is { } found && server.Fits(found.Product, found.Version)
            ? new ServerBinary(server.Name, found.Product, found.Version, image, [server.Program], $"image {image}") { Engine = Path }
            : throw new InvalidDataException($"the image {image} has '{answer.Output.Trim()}'");
    }

    /// <summary>What runs a server in a container: its folder is mounted under the same name, and its files are the user's own.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(ServerBinary server, string container, string folder, CancellationToken cancellation)
    {
        var engine = server.Engine ?? throw new ArgumentException($"{server.Name} is no container.", nameof(server));
        List<string> command = [engine, "run", "--rm", "--name", container, "--network", "host", "--volume", $"{folder}:{folder}"];
        // Rootless podman maps the user to root inside; Docker does not.
        if (System.IO.Path.GetFileName(engine) is "docker")
            command.AddRange(["--user", $"{await IdAsync("-u", cancellation)}:{await IdAsync("-g", cancellation)}"]);
        return [.. command, server.Path, .. server.Launcher];
    }

    internal static string ImageOf(ServerDefinition server) =>
        $"{(server.Product == Product.Valkey ? "valkey/valkey" : "redis")}:{server.Version.Major}.{server.Version.Minor}";

    private static async Task<string> IdAsync(string option, CancellationToken cancellation) =>
        (await Tool.RunAsync("id", [option], cancellation)).Output.Trim();
}
