using System.Runtime.Versioning;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Tests.Provisioning;

/// <summary>The engine is a script that takes the same command line as docker and runs a real server in place of an image.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContainerEngineTests : IDisposable
{
    private readonly ScriptFolder scripts = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task ServerInAContainer_LivesAsAnyOther()
    {
        var engine = await EngineAsync();
        var binary = await engine.LocateAsync(ServerMatrix.Find("redis-7.0"), Cancellation);
        Assert.Equal(("redis:7.0", "image redis:7.0"), (binary.Path, binary.Origin));

        await using var server = await RedisServer.StartAsync(binary, new() { Arguments = ["--maxmemory", "10mb"] }, Cancellation);
        Assert.Equal("10485760", (await server.SendAsync("CONFIG", "GET", "maxmemory")).Items[1].Text);
        await using var client = await server.ConnectAsync(cancellation: Cancellation);
        client.Limit = TimeSpan.FromMilliseconds(300);
        await server.PauseAsync(Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => client.SendAsync(["PING"], Cancellation));
        await server.ResumeAsync(Cancellation);
        Assert.Equal("PONG", (await client.ReceiveAsync(Cancellation)).Text);

        await server.KillAsync(Cancellation);
        await server.RestartAsync(Cancellation);
        Assert.Equal("PONG", await server.CliAsync("PING"));
        Assert.Equal(2, Directory.GetFiles(scripts.Path, "redis-cto-*").Length); // one container for each start
    }

    [Fact]
    public async Task ImageOfAnotherSeries_IsRefused()
    {
        var engine = await EngineAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => engine.LocateAsync(ServerMatrix.Find("redis-8.0"), Cancellation));

        Assert.Contains("redis:8.0 has 'Redis server v=7.0.15", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageThatCannotBePulled_SaysWhatTheEngineSaid()
    {
        var engine = new ContainerEngine(scripts.Add("docker", "echo 'manifest unknown' >&2; exit 125"));

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => engine.LocateAsync(ServerMatrix.Find("valkey-8.1"), Cancellation));

        Assert.Equal("the image valkey/valkey:8.1 does not run: manifest unknown", refused.Message);
    }

    private async Task<ContainerEngine> EngineAsync()
    {
        var real = await RedisServers.LocateAsync("redis-7.0", Cancellation);
        return new ContainerEngine(scripts.Add("docker", $$"""
            command=$1; shift
            case $command in
                run)
                    name=version
                    while [ "$1" != redis-server ]; do
                        if [ "$1" = --name ]; then name=$2; fi
                        shift
                    done
                    shift
                    echo $$ > {{scripts.Path}}/$name
                    exec {{string.Join(' ', real.Launcher)}} "$@" ;;
                kill)
                    [ "$1" = --signal ] || exit 1
                    kill -"$2" "$(cat {{scripts.Path}}/"$3")" ;;
            esac
            """));
    }
}
