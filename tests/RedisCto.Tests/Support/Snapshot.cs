using System.Text.Json;
using RedisCto.Mcp;

namespace RedisCto.Tests.Support;

/// <summary>What a client sees, kept in a file and reviewed like code. REDIS_CTO_UPDATE=1 writes the files anew.</summary>
internal static class Snapshot
{
    public static string Folder { get; } = Path.Combine(Repository.Tests, "Snapshots");

    /// <summary>The tools' snapshots ship with the program, which lists its tools from them.</summary>
    public static string Contract { get; } = Path.Combine(Repository.Root, "src", "RedisCto", "Mcp", "Contract");

    public static void Matches<T>(string name, T value) => Matches(Folder, name, value);

    public static void Matches<T>(string folder, string name, T value)
    {
        var file = Path.Combine(folder, name + ".json");
        var actual = JsonSerializer.SerializeToNode(value, Json.Options)!.ToJsonString(Json.Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("REDIS_CTO_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing: run the tests with REDIS_CTO_UPDATE=1 and review it.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    /// <summary>The names of the snapshots under a folder, so that one of a thing that is gone is noticed.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
}
