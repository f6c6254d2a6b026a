using System.Diagnostics;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>The README's first command, from start to a clean end.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Demo_ShowsEveryToolAndLeavesNothingBehind()
    {
        var before = Leftovers();
        var (code, output, errors) = await RunAsync();

        Assert.True(code == 0, errors);
        Assert.All(["review_code", "inspect_instance", "generate_pattern", "search_guidance", "RCTO1201", "```diff", "namespace Shop.Locks;", "MEM13", "KEY02", "== Done"],
            part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.DoesNotContain("failed", output, StringComparison.Ordinal);
        Assert.Equal("", errors.Trim());
        Assert.Equal(before, Leftovers());
    }

    [Fact]
    public async Task Demo_WithoutARedisOnPath_TakesGarnet()
    {
        var dotnet = Path.GetDirectoryName(ResolveDotNet())!;
        var (code, output, errors) = await RunAsync(path: dotnet);

        Assert.True(code == 0, errors);
        Assert.Contains("garnet", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("== Done", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string? path = null)
    {
        ProcessStartInfo start = new(ResolveDotNet(), ["exec", OwnProcess.Program, "demo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        if (path is not null)
            start.Environment["PATH"] = path;
        using var demo = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = demo.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = demo.StandardError.ReadToEndAsync(limit.Token);
            await demo.WaitForExitAsync(limit.Token);
            return (demo.ExitCode, await output, await errors);
        }
        finally
        {
            if (!demo.HasExited)
                demo.Kill(entireProcessTree: true);
        }
    }

    private static string ResolveDotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host
        ? host
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
            .Where(File.Exists)
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)
            .First();

    private static IReadOnlyList<string> Leftovers() => [.. Directory.EnumerateDirectories(Path.GetTempPath(), "redis-cto-demo-*").Order(StringComparer.Ordinal)];
}
