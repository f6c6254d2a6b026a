using RedisCto.Core;
using RedisCto.Inspection.Checks.Keys;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Keys;

public sealed class KeysWithoutExpiryTests
{
    private readonly KeysWithoutExpiry check = new();

    [Fact]
    public void KeysThatExpire_AreSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void SessionsWithoutExpiry_AreReportedWithTheirRange()
    {
        var finding = check.Only(With(new PrefixSample("session:", 249, 249, 90), new PrefixSample("cache:", 252, 0, 90)));

        Assert.Equal(Severity.Medium, finding.Severity);
        Assert.Contains("session:*", finding.Message, StringComparison.Ordinal);
        Assert.Contains("98.5 % to 100.0 %", finding.Message, StringComparison.Ordinal);
        Assert.Equal("KEY02:session:*@cache.example:6379", finding.SuppressionKey);
    }

    [Fact]
    public void HalfOfAKindWithoutExpiry_IsReportedAsAForgottenOne() =>
        Assert.Equal(Confidence.Medium, check.Only(With(new PrefixSample("product:", 200, 100, null))).Confidence);

    [Fact]
    public void TooFewKeys_AreNotJudged() => Assert.Empty(check.All(With(new PrefixSample("session:", 12, 12, null))));

    [Fact]
    public void DataThatMayStay_IsLowAndUnsure()
    {
        var finding = check.Only(With(new PrefixSample("customer:", 300, 300, null)) with
        {
            Memory = Samples.Healthy.Memory with { EvictionPolicy = "noeviction" },
        });

        Assert.Equal((Severity.Low, Confidence.Low), (finding.Severity, finding.Confidence));
    }

    [Fact]
    public void DataThatMayStayUnderAllKeysEviction_IsSilent() => Assert.Empty(check.All(With(new PrefixSample("customer:", 300, 300, null))));

    [Fact]
    public void APrefixFromTheServer_IsEscaped() => Assert.DoesNotContain(
        '\u202E', check.Only(With(new PrefixSample("session:\u202Eevil`\n:", 100, 100, null))).Message);

    [Fact]
    public void QuickDepth_IsSkipped() => Assert.NotNull(check.ReasonToSkip(Samples.Healthy.Without(SnapshotSections.KeySample)));

    [ServerTheory]
    public async Task OnAServer_SessionsAreReportedUntilTheyExpire(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        for (var i = 0; i < 150; i++)
        {
            await server.SendAsync("SET", $"cache:{i}", "v", "EX", "600");
            await server.SendAsync("SET", $"session:{i}", "v", "EX", "600");
        }

        Assert.False((await Live.InspectAsync(server)).Reports("KEY02"));

        for (var i = 0; i < 150; i++)
            await server.SendAsync("SET", $"session:{i}", "v");
        var finding = Assert.Single((await Live.InspectAsync(server)).Findings, finding => finding.Id == "KEY02");
        Assert.Contains("session:*", finding.Message, StringComparison.Ordinal);
        Assert.True((await Live.InspectAsync(server, depth: InspectionDepth.Quick)).Skips("KEY02"));

        for (var i = 0; i < 150; i++)
            await server.SendAsync("EXPIRE", $"session:{i}", "600");
        Assert.False((await Live.InspectAsync(server)).Reports("KEY02"));
    }

    private static ServerSnapshot With(params PrefixSample[] prefixes) =>
        Samples.Healthy with { Keys = new KeySample { Keys = prefixes.Sum(prefix => prefix.Keys), Prefixes = prefixes } };
}
