using RedisCto.Core;

namespace RedisCto.Inspection.Tests;

public sealed class CheckCatalogTests
{
    [Fact]
    public void EveryCheck_IsFoundOnceWithAnIdOfItsOwn()
    {
        Assert.Equal(
            ["CMD01", "CON01", "KEY02", "MEM02", "MEM13", "MGD01", "PER01", "SEC01", "SEC16", "VER01"],
            InstanceInspector.Checks.Select(check => check.Id));
        Assert.All(InstanceInspector.Checks, check => Assert.NotEmpty(check.Title));
    }

    [Theory]
    [InlineData(InspectionFocus.Memory, "MEM02,MEM13,MGD01")]
    [InlineData(InspectionFocus.Security, "MGD01,SEC01,SEC16")]
    [InlineData(InspectionFocus.Version, "MGD01,VER01")]
    public void AFocus_KeepsItsChecksAndWhatWasRefused(InspectionFocus focus, string ids) =>
        Assert.Equal(ids, string.Join(',', CheckCatalog.For(focus).Select(check => check.Descriptor.Id)));

    [Fact]
    public void EveryFocus_HasACheck() => Assert.All(
        Enum.GetValues<InspectionFocus>(), focus => Assert.Contains(CheckCatalog.All, check => check.Descriptor.Focus == focus));

    [Theory]
    [InlineData(Severity.Critical, "needs attention: 1 critical; first: it burns")]
    [InlineData(Severity.Medium, "works, with things to improve: 1 medium; first: it burns")]
    [InlineData(Severity.Info, "shows none of the faults that 7 checks look for")]
    public void AVerdict_NamesTheWorstFirst(Severity severity, string expected)
    {
        var finding = new Finding("X", "it burns", severity, "", "", [], Confidence.High, "");
        var server = new ServerIdentity(Product.Redis, "8.2.10", "host:6379", "primary");

        var verdict = Verdict.Of(server, [finding], judged: 7, skipped: 2);

        Assert.Contains(expected, verdict, StringComparison.Ordinal);
        Assert.EndsWith("; 2 checks could not be made.", verdict, StringComparison.Ordinal);
    }
}
