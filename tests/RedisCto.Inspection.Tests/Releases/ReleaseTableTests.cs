using RedisCto.Core;
using RedisCto.Inspection.Releases;

namespace RedisCto.Inspection.Tests.Releases;

public sealed class ReleaseTableTests
{
    [Fact]
    public void TheTable_HasEachLineOnceWithASource()
    {
        var lines = ReleaseTable.Current.Lines;

        Assert.Equal(lines.Count, lines.Select(line => (line.Product, line.Line)).Distinct().Count());
        Assert.All(lines, line =>
        {
            Assert.NotEmpty(line.Source);
            Assert.Equal((line.Line.Major, line.Line.Minor), (line.LatestPatch.Major, line.LatestPatch.Minor));
        });
    }

    [Theory]
    [InlineData("8.10.1", "8.10")]
    [InlineData("8.2.9", "8.2")]
    [InlineData("3.2.1", "5.0")]
    [InlineData("8.12", null)]
    [InlineData("7.6", null)]
    public void AVersion_IsFoundByNumbers(string version, string? line) =>
        Assert.Equal(line, ReleaseTable.Current.Find(Product.Redis, ServerVersion.Parse(version))?.Line.ToString());

    [Fact]
    public void NotVerified_IsNoDate()
    {
        var table = ReleaseTable.Parse("""
            { "asOf": "2026-11-21", "lines": [
              { "product": "redis", "line": "8.6", "latestPatch": "8.6.7", "securityFixesEnd": "not verified", "source": "s" } ] }
            """);

        Assert.Null(Assert.Single(table.Lines).SecurityFixesEnd);
    }
}
