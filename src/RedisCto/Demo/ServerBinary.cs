namespace RedisCto.Demo;

/// <summary>A server program that can be started: what to run and the arguments that make it one.</summary>
internal sealed record ServerBinary(string Name, string Command, IReadOnlyList<string> Arguments)
{
    private static readonly string[] Names = ["redis-server", "valkey-server"];

    /// <summary>The first Redis or Valkey server on PATH; null where there is none.</summary>
    public static ServerBinary? OnPath()
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return (from name in Names
                from folder in folders
                let file = Path.Combine(folder, name + suffix)
                where File.Exists(file)
                select new ServerBinary(name, file, ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"])).FirstOrDefault();
    }
}
