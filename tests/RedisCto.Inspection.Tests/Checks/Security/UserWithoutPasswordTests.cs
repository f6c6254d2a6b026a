using RedisCto.Core;
using RedisCto.Inspection.Checks.Security;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;

namespace RedisCto.Inspection.Tests.Checks.Security;

public sealed class UserWithoutPasswordTests
{
    private static readonly AclUser Open = new("default", Enabled: true, NeedsNoPassword: true, MayRunEverything: true);

    private readonly UserWithoutPassword check = new();

    [Fact]
    public void APassword_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void AnOpenDefaultUserOnTheNetwork_IsCritical() =>
        Assert.Equal(Severity.Critical, check.Only(Samples.Healthy with { Acl = [Open] }).Severity);

    [Fact]
    public void EachOpenUser_IsItsOwnFinding() => Assert.Equal(
        ["SEC01:default@cache.example:6379", "SEC01:probe@cache.example:6379"],
        check.All(Samples.Healthy with { Acl = [Open, Open with { Name = "probe", MayRunEverything = false }] }).Select(finding => finding.SuppressionKey));

    [Fact]
    public void AnOpenUserThatIsOff_IsSilent() => Assert.Empty(check.All(Samples.Healthy with { Acl = [Open with { Enabled = false }] }));

    [Fact]
    public void OnlyLoopbackIsBound_IsSilent() =>
        Assert.Empty(check.All((Samples.Healthy with { Acl = [Open], OverNetwork = false }).WithSetting("bind", "127.0.0.1 -::1")));

    [Fact]
    public void ProtectedModeBetween_IsLow() =>
        Assert.Equal(Severity.Low, check.Only(Samples.Healthy with { Acl = [Open], OverNetwork = false }).Severity);

    [Fact]
    public void ProtectedModeThatStepsAsideOnOldRedis_IsCritical()
    {
        var old = Samples.Healthy with
        {
            Acl = [Open],
            OverNetwork = false,
            Server = new ServerInfo(Product.Redis, "6.0.16", new ServerVersion(6, 0, 16)),
        };

        Assert.Equal(Severity.Critical, check.Only(old.WithSetting("bind", "0.0.0.0")).Severity);
        Assert.Equal(Severity.Low, check.Only(old.WithSetting("bind", "")).Severity);
    }

    [Fact]
    public void NoAclButEnteredWithoutPassword_IsReportedAllTheSame()
    {
        var snapshot = (Samples.Healthy with { Acl = [], Authenticated = false }).Without(SnapshotSections.Acl);

        Assert.Equal(Severity.Critical, check.Only(snapshot).Severity);
    }

    [Fact]
    public void NoAclAndEnteredWithAPassword_IsSkipped() =>
        Assert.NotNull(check.ReasonToSkip((Samples.Healthy with { Acl = [] }).Without(SnapshotSections.Acl)));

    [Fact]
    public void UnknownReach_IsUnsure()
    {
        var snapshot = Samples.Healthy with { Acl = [Open], OverNetwork = false, Config = new Dictionary<string, string>(StringComparer.Ordinal) };

        Assert.Equal(Confidence.Medium, check.Only(snapshot).Confidence);
    }
}
