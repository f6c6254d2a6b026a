namespace RedisCto.Testing.Tests;

/// <summary>What a <see cref="TestHost"/> does in place of tests.</summary>
internal static class HostPrograms
{
    /// <summary>Starts three servers, kills one, pauses one, reports "running|paused|killed|folder" and waits to be killed itself.</summary>
    public const string StartServersAndWait = nameof(StartServersAndWait);

    /// <summary>Starts the shared server, reports its pid and ends.</summary>
    public const string StartSharedServer = nameof(StartSharedServer);

    /// <summary>Locates a server, reports its path and ends.</summary>
    public const string LocateServer = nameof(LocateServer);

    /// <summary>The variable that names the server.</summary>
    public const string ServerVariable = "HOST_SERVER";

    public static async Task<int> RunAsync(string program)
    {
        var name = Environment.GetEnvironmentVariable(ServerVariable) ?? "redis-7.0";
        switch (program)
        {
            case StartServersAndWait:
                await StartServersAndWaitAsync(name);
                return 0;
            case StartSharedServer:
                var server = await RedisServers.SharedAsync(name);
                TestHost.Report($"{server.Pid}");
                return 0;
            case LocateServer:
                TestHost.Report((await RedisServers.LocateAsync(name)).Path);
                return 0;
            default:
                throw new ArgumentException($"'{program}' is no host program.", nameof(program));
        }
    }

    private static async Task StartServersAndWaitAsync(string name)
    {
        await using var ended = await RedisServers.StartAsync(name);
        await using var running = await RedisServers.StartAsync(name);
        await using var paused = await RedisServers.StartAsync(name);
        var endedPid = ended.Pid;
        await ended.KillAsync();
        await paused.PauseAsync();
        TestHost.Report($"{running.Pid}|{paused.Pid}|{endedPid}|{running.DataFolder}");
        await Task.Delay(TimeSpan.FromMinutes(2));
    }
}
