using System.Text.RegularExpressions;
using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>Asks a server program what it is: "Redis server v=7.0.15 …", "Valkey server v=8.1.1 …".</summary>
internal static partial class ServerVersionReader
{
    /// <exception cref="IOException">The program does not start or does not say what it is.</exception>
    public static async Task<(Product Product, ServerVersion Version)> ReadAsync(IReadOnlyList<string> launcher, CancellationToken cancellation)
    {
        var answer = await Tool.RunAsync(launcher[0], [.. launcher.Skip(1), "--version"], cancellation);
        return Parse(answer.Output)
            ?? throw new IOException($"{launcher[^1]} --version said '{(answer.Output + answer.Error).Trim()}'");
    }

    internal static (Product Product, ServerVersion Version)? Parse(string text) =>
        Line().Match(text) is { Success: true } match
        && Enum.TryParse<Product>(match.Groups["product"].Value, ignoreCase: true, out var product)
        && ServerVersion.TryParse(match.Groups["version"].Value, out var version)
            ? (product, version) : null;

    [GeneratedRegex(@"^(?<product>Redis|Valkey) server v=(?<version>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
