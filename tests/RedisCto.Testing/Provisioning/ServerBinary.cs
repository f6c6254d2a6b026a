using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>A server program that was found and told its version: how it is started, and where it came from.</summary>
/// <param name="Path">The program file (of Garnet: its assembly).</param>
/// <param name="Launcher">What is put before the server's own arguments, the program included.</param>
/// <param name="Origin">Where it came from, for people: "Debian trixie", "REDIS_CTO_SERVER_REDIS_7_0", "PATH".</param>
public sealed record ServerBinary(
    string Name, Product Product, ServerVersion Version, string Path, IReadOnlyList<string> Launcher, string Origin)
{
    /// <summary>The container engine that runs it, <see cref="Path"/> being the image; null where it runs by itself.</summary>
    public string? Engine { get; init; }
}
