using System.Diagnostics;

namespace RedisCto.Tests.Support;

/// <summary>The real program as a command: started, run to its end, and heard out.</summary>
internal static class OwnProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static async Task<(int Code, string Output, string Errors)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(DotNet, ["exec", OwnProcess.Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment.Remove("CLAUDE_PROJECT_DIR");
        start.Environment.Remove("REDIS_URL");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var program = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = program.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = program.StandardError.ReadToEndAsync(limit.Token);
            await program.WaitForExitAsync(limit.Token);
            return (program.ExitCode, await output, await errors);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The dotnet program itself, whatever link PATH has to it.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host
        ? host
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
            .Where(File.Exists)
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)
            .First();
}
