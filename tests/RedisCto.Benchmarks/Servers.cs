using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedisCto.Benchmarks;

/// <summary>Builds what is measured: our server and the minimal one as ReadyToRun, and the reference server of the protocol on Node.</summary>
internal sealed class Servers(string repositoryRoot)
{
    private readonly string output = Path.Combine(repositoryRoot, "artifacts", "benchmark");

    public Task<ServerCommand> OursAsync() => PublishAsync("redis-cto", "src/RedisCto", "redis-cto", "serve");

    public Task<ServerCommand> MinimalAsync() => PublishAsync("minimal SDK server", "tests/RedisCto.Benchmarks/MinimalServer", "MinimalServer");

    /// <summary>Null where npm cannot install it, with the reason on the error output.</summary>
    public async Task<ServerCommand?> EverythingAsync()
    {
        var folder = Path.Combine(output, "everything");
        Directory.CreateDirectory(folder);
        var exit = await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, "@modelcontextprotocol/server-everything@2026.8.31"]);
        var script = Path.Combine(folder, "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");
        if (exit == 0 && File.Exists(script))
            return new ServerCommand("server-everything (Node)", "node", script);
        await Console.Error.WriteLineAsync("server-everything could not be installed by npm; its row is left out.");
        return null;
    }

    private async Task<ServerCommand> PublishAsync(string name, string project, string executable, params IReadOnlyList<string> arguments)
    {
        var folder = Path.Combine(output, executable);
        var exit = await RunAsync("dotnet", ["publish", Path.Combine(repositoryRoot, project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-v", "q", "-nologo", "-o", folder]);
        if (exit != 0)
            throw new InvalidOperationException($"dotnet publish {project} failed.");
        return new ServerCommand(name, Path.Combine(folder, OperatingSystem.IsWindows() ? executable + ".exe" : executable), arguments);
    }

    private static async Task<int> RunAsync(string fileName, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(fileName, arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{fileName} did not start.");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            await Console.Error.WriteLineAsync(text);
        return process.ExitCode;
    }
}
