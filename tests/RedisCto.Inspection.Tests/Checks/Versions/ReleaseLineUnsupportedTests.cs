using RedisCto.Core;
using RedisCto.Inspection.Checks.Versions;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Versions;

public sealed class ReleaseLineUnsupportedTests
{
    private readonly ReleaseLineUnsupported check = new();

    [Theory]
    [InlineData(Product.Redis, "7.2.4")]
    [InlineData(Product.Redis, "8.2.1")]
    [InlineData(Product.Redis, "8.10.2")]
    [InlineData(Product.Valkey, "8.1.1")]
    [InlineData(Product.Valkey, "9.1.2")]
    public void SupportedLine_IsSilent(Product product, string version) => Assert.Empty(check.All(On(product, version)));

    [Theory]
    [InlineData(Product.Redis, "7.0.15", Severity.High)]
    [InlineData(Product.Redis, "6.0.16", Severity.High)]
    [InlineData(Product.Redis, "4.0.9", Severity.High)]
    [InlineData(Product.Redis, "6.2.24", Severity.Medium)]
    [InlineData(Product.Redis, "8.0.6", Severity.Medium)]
    [InlineData(Product.Redis, "8.4.6", Severity.Medium)]
    public void EndedEndingOrLeftOutLine_IsReported(Product product, string version, Severity severity) =>
        Assert.Equal(severity, check.Only(On(product, version)).Severity);

    [Fact]
    public void TheDay_Decides()
    {
        var line = On(Product.Redis, "8.2.10");

        Assert.Equal(Severity.Medium, check.Only(line with { TakenAt = new DateTimeOffset(2030, 9, 1, 0, 0, 0, TimeSpan.Zero) }).Severity);
        Assert.Equal(Severity.High, check.Only(line with { TakenAt = new DateTimeOffset(2030, 9, 2, 0, 0, 0, TimeSpan.Zero) }).Severity);
    }

    [Theory]
    [InlineData(Product.Redis, "8.14.0")]
    [InlineData(Product.Garnet, "2.2.8")]
    [InlineData(Product.Unknown, "1.0")]
    public void LineThatTheTableDoesNotKnow_IsSkipped(Product product, string version) =>
        Assert.Contains("2026-11-21", check.ReasonToSkip(On(product, version))!, StringComparison.Ordinal);

    [Fact]
    public void NoVersion_IsSkipped() =>
        Assert.NotNull(check.ReasonToSkip(Samples.Healthy with { Server = new ServerInfo(Product.Redis, "", null) }));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_TheOldLinesAreReportedAndNoOther(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        var finding = (await Live.InspectAsync(server)).Findings.SingleOrDefault(finding => finding.Id == "VER01");

        Severity? expected = name switch
        {
            "redis-6.0" or "redis-7.0" => Severity.High,
            "redis-8.0" => Severity.Medium,
            _ => null,
        };
        Assert.Equal(expected, finding?.Severity);
    }

    private static ServerSnapshot On(Product product, string version) =>
        Samples.Healthy with { Server = new ServerInfo(product, version, ServerVersion.Parse(version)) };
}
