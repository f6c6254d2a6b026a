using RedisCto.Mcp;

namespace RedisCto.Cli;

/// <summary>The MCP server on stdin and stdout; what a client starts.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync()
    {
        if (!Console.IsInputRedirected)
            await Console.Error.WriteLineAsync(
                "This is an MCP server: it waits for a client on stdin. Register it in your assistant (README.md), or try `redis-cto demo` and `redis-cto --help`. Ctrl+C ends it.");

        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        // Whoever reads the console now would steal protocol lines.
        Console.SetIn(TextReader.Null);
        await StdioSession.RunAsync(Engines.FromEnvironment(), input, output, TimeProvider.System);
        return 0;
    }
}
