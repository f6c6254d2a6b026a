using RedisCto.Inspection.Checks.Persistence;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Persistence;

public sealed class LastSnapshotFailedTests
{
    private static readonly ServerSnapshot Sick = Samples.Healthy with
    {
        Persistence = new PersistenceInfo { LastSnapshotStatus = "err", ChangesSinceSnapshot = 42 },
    };

    private readonly LastSnapshotFailed check = new();

    [Fact]
    public void AGoodSnapshot_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Theory]
    [InlineData("yes", "MISCONF")]
    [InlineData("no", "a restart would lose them")]
    public void AFailedSnapshot_SaysWhatBecomesOfWrites(string stopsWrites, string consequence) =>
        Assert.Contains(consequence, check.Only(Sick.WithSetting("stop-writes-on-bgsave-error", stopsWrites)).Message, StringComparison.Ordinal);

    [Fact]
    public void RefusedSettings_AreAdmitted() => Assert.Contains(
        "could not be seen",
        check.Only((Sick with { Config = new Dictionary<string, string>(StringComparer.Ordinal) }).Without(SnapshotSections.Config)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void NoPersistenceSection_IsSkipped() => Assert.NotNull(check.ReasonToSkip(Sick.Without(SnapshotSections.Persistence)));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_AFailedSaveIsSeenUntilOneSucceeds(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("CONFIG", "SET", "save", "3600 1");
        Assert.False((await Live.InspectAsync(server)).Reports("PER01"));

        // A directory in the way of the dump file fails the save, also for root.
        var obstacle = Path.Combine(server.DataFolder, "dump.rdb");
        Directory.CreateDirectory(Path.Combine(obstacle, "inside"));
        await SaveAsync(server);
        var finding = Assert.Single((await Live.InspectAsync(server)).Findings, finding => finding.Id == "PER01");
        Assert.Contains("MISCONF", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("MISCONF", (await server.TrySendAsync("SET", "k", "v")).Text, StringComparison.Ordinal);

        Directory.Delete(obstacle, recursive: true);
        await SaveAsync(server);
        Assert.False((await Live.InspectAsync(server)).Reports("PER01"));
    }

    private static async Task SaveAsync(RedisServer server)
    {
        await server.SendAsync("BGSAVE");
        while ((await server.SendAsync("INFO", "persistence")).Text.Contains("rdb_bgsave_in_progress:1", StringComparison.Ordinal))
            await Task.Delay(20, Live.Cancellation);
    }
}
