using System.CommandLine;
using System.Text.Json;

namespace RedisCto.Cli;

/// <summary>Options that several verbs have.</summary>
internal static class SharedOptions
{
    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON, the same as the tool's structured answer." };

    public static Option<string> Target() => new("--target")
    {
        Description = "The server that is meant, for example \"redis 7.2\" or \"valkey 8.1\".",
        DefaultValueFactory = _ => "",
    };

    public static async Task WriteJsonAsync<T>(this TextWriter output, T answer) =>
        await output.WriteLineAsync(JsonSerializer.Serialize(answer, Mcp.Json.Indented));
}
