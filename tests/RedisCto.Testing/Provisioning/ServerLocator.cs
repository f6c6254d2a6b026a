namespace RedisCto.Testing.Provisioning;

/// <summary>Looks for a server in the order a user would expect: the one named, the cached, Debian's, the one on PATH, a container.</summary>
internal sealed class ServerLocator(ServerCache cache, Func<string, string?> variable) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private DebianArchive? archive;
    private ContainerEngine? engine;

    /// <exception cref="ServerUnavailableException">No place has it; the message says what was wrong with each.</exception>
    public async Task<ServerBinary> LocateAsync(ServerDefinition server, CancellationToken cancellation)
    {
        if (variable(server.Variable) is { Length: > 0 } named)
            return await ProbeAsync(server, named, server.Variable, cancellation);

        // One at a time: suites are shared between servers, and two downloads at once are no faster.
        await gate.WaitAsync(cancellation);
        try
        {
            return await FindAsync(server, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        archive?.Dispose();
        gate.Dispose();
    }

    private async Task<ServerBinary> FindAsync(ServerDefinition server, CancellationToken cancellation)
    {
        var reasons = new List<string>();
        if (server.Product == Core.Product.Garnet)
        {
            try
            {
                return await GarnetTool.LocateAsync(server, cancellation);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new ServerUnavailableException(server.Name, e.Message, e);
            }
        }

        try
        {
            return await FromDebianAsync(server, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            reasons.Add(e.Message);
        }

        if (Tool.FindOnPath(server.Program) is { } installed)
        {
            try
            {
                return await ProbeAsync(server, installed, "PATH", cancellation);
            }
            catch (ServerUnavailableException e)
            {
                reasons.Add(e.Reason);
            }
        }
        else
        {
            reasons.Add($"{server.Program} is not on PATH");
        }

        try
        {
            engine ??= await ContainerEngine.FindAsync(cancellation);
            return await engine.LocateAsync(server, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            reasons.Add(e.Message);
        }

        throw new ServerUnavailableException(server.Name, $"{string.Join("; ", reasons)}; name one with {server.Variable}=/path/to/{server.Program}");
    }

    private async Task<ServerBinary> FromDebianAsync(ServerDefinition server, CancellationToken cancellation)
    {
        if (server.Suite is null)
            throw new InvalidDataException("no Debian suite is known to have it");
        if (!OperatingSystem.IsLinux() || DebianArchive.Architecture is null)
            throw new InvalidDataException("Debian packages run on Linux on x64 and arm64 only");

        return await cache.FindOrAddAsync(server, $"Debian {server.Suite}", async (folder, token) =>
        {
            if (Tool.FindOnPath("dpkg-deb") is null)
                throw new InvalidDataException("dpkg-deb is not on PATH");
            archive ??= new DebianArchive(await AptSources.ReadAsync(token));
            await archive.UnpackAsync(server, folder, token);
        }, cancellation);
    }

    private static async Task<ServerBinary> ProbeAsync(ServerDefinition server, string path, string origin, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new ServerUnavailableException(server.Name, $"{origin} names {path}, which is no file");
        try
        {
            var (product, version) = await ServerVersionReader.ReadAsync([path], cancellation);
            return server.Fits(product, version)
                ? new ServerBinary(server.Name, product, version, path, [path], origin)
                : throw new ServerUnavailableException(server.Name, $"{path} ({origin}) is {product} {version}");
        }
        catch (IOException e)
        {
            throw new ServerUnavailableException(server.Name, e.Message, e);
        }
    }
}
