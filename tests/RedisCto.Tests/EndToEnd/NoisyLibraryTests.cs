using System.Diagnostics;
using System.Text.Json.Nodes;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>A library that prints or reads the console must not touch the protocol.</summary>
public sealed class NoisyLibraryTests
{
    [Fact]
    public async Task ConsoleOfALibrary_ReachesStderrOnly_AndStealsNoInput()
    {
        await using var server = OwnProcess.Start(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_STARTUP_HOOKS"] = typeof(NoisyLibraryTests).Assembly.Location });
        await server.OpenAsync(InMemoryPair.Legacy);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
            Assert.NotNull((await server.RequestAsync("prompts/list", new JsonObject()))["result"]);

        Assert.Contains(StartupHook.Noise, server.Errors, StringComparison.Ordinal);
    }
}
