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

    /// <summary>An option of a closed set of words, in any case.</summary>
    public static Option<T> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToArray();
        return new(name)
        {
            Description = $"{description}: {string.Join(", ", words)}.",
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var given = result.Tokens[0].Value;
                if (words.Contains(given, StringComparer.OrdinalIgnoreCase))
                    return Enum.Parse<T>(given, ignoreCase: true);
                result.AddError($"'{given}' is not a value of {name}: {string.Join(", ", words)}.");
                return otherwise;
            },
        };
    }

    public static async Task WriteJsonAsync<T>(this TextWriter output, T answer) =>
        await output.WriteLineAsync(JsonSerializer.Serialize(answer, Mcp.Json.Indented));
}
