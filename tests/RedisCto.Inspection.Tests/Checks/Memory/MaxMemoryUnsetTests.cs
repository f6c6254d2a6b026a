using RedisCto.Core;
using RedisCto.Inspection.Checks.Memory;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Memory;

public sealed class MaxMemoryUnsetTests
{
    private readonly MaxMemoryUnset check = new();

    [Fact]
    public void ALimit_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void NoLimit_IsHigh() =>
        Assert.Equal(Severity.High, check.Only(Samples.Healthy with { Memory = Samples.Healthy.Memory with { MaxBytes = 0 } }).Severity);

    [Fact]
    public void NoLimitAndTheMachineAlmostFull_IsCritical() => Assert.Equal(
        Severity.Critical,
        check.Only(Samples.Healthy with { Memory = Samples.Healthy.Memory with { MaxBytes = 0, UsedBytes = 3_900_000_000 } }).Severity);

    [Fact]
    public void AServerWithoutSuchASetting_IsSkipped() =>
        Assert.NotNull(check.ReasonToSkip(Samples.Healthy with { Memory = Samples.Healthy.Memory with { MaxBytes = null } }));

    [Fact]
    public void RefusedMemory_IsSkipped() => Assert.Equal("refused", check.ReasonToSkip(Samples.Healthy.Without(SnapshotSections.Memory)));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_TheLimitGoesAndComesBack(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Arguments = ["--maxmemory", "100mb"] }, Live.Cancellation);
        Assert.False((await Live.InspectAsync(server)).Reports("MEM13"));

        await server.SendAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.True((await Live.InspectAsync(server)).Reports("MEM13"));

        await server.SendAsync("CONFIG", "SET", "maxmemory", "200mb");
        Assert.False((await Live.InspectAsync(server)).Reports("MEM13"));
    }
}
