namespace RedisCto.Review.Tests;

/// <summary>The example applications: the bad one shows each fault on its line, the good one shows none.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task BadShop_ReportsExactlyItsFaults()
    {
        var report = await ReviewAsync("examples/bad/ShopCache");

        Assert.Equal(
            [
                "CartSession.cs:12 RCTO1302",
                "CartSession.cs:19 SER305",
                "CartSession.cs:20 SER305",
                "CheckoutLock.cs:21 RCTO1503",
                "OrderCache.cs:18 RCTO1001",
                "OrderCache.cs:26 RCTO1301",
                "OrderCache.cs:35 RCTO1103",
                "OrderCache.cs:45 RCTO1201",
            ],
            report.Findings.Select(finding => $"{Path.GetFileName(finding.File)}:{finding.Line} {finding.Id}").Order(StringComparer.Ordinal));
        Assert.Empty(report.NotRead);
    }

    [Fact]
    public async Task GoodShop_IsSilent()
    {
        var report = await ReviewAsync("examples/good/ShopCache");

        Assert.Empty(report.Findings);
        Assert.Empty(report.NotRead);
        Assert.Empty(report.Assumptions);
        Assert.True(report.FilesReviewed >= 4);
    }

    private static Task<ReviewReport> ReviewAsync(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "redis-cto-mcp.sln")))
            root = root.Parent;
        Assert.NotNull(root);
        return Reviews.Reviewer.ReviewAsync(new ReviewRequest { Paths = [folder], Root = root.FullName }, TestContext.Current.CancellationToken);
    }
}
