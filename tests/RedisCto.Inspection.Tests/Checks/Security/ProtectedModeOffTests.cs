using RedisCto.Inspection.Checks.Security;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;

namespace RedisCto.Inspection.Tests.Checks.Security;

public sealed class ProtectedModeOffTests
{
    private static readonly ServerSnapshot Open = (Samples.Healthy with { Acl = [new AclUser("default", true, true, true)] })
        .WithSetting("protected-mode", "no").WithSetting("bind", "0.0.0.0");

    private readonly ProtectedModeOff check = new();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("* -::*")]
    [InlineData("")]
    [InlineData("127.0.0.1 ::")]
    public void OpenOnEveryInterface_IsReported(string bind) => check.Only(Open.WithSetting("bind", bind));

    [Theory]
    [InlineData("bind", "127.0.0.1 -::1")]
    [InlineData("bind", "10.0.0.5")]
    [InlineData("protected-mode", "yes")]
    public void OneOfTheThreeInPlace_IsSilent(string parameter, string value) => Assert.Empty(check.All(Open.WithSetting(parameter, value)));

    [Fact]
    public void APassword_IsSilent() => Assert.Empty(check.All(Open with { Acl = Samples.Healthy.Acl }));

    [Fact]
    public void RefusedConfig_IsSkipped() => Assert.NotNull(check.ReasonToSkip(Open.Without(SnapshotSections.Config)));
}
