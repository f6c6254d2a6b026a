namespace RedisCto.Review.Tests;

/// <summary>A whole file as an editor would hold it: found, placed, weighed and quiet where it should be.</summary>
public sealed class CodeReviewerTests
{
    private const string AwaitedInTransaction = """
        using System.Threading.Tasks;
        using StackExchange.Redis;

        public sealed class Counter(IDatabase db)
        {
            public async Task<bool> Bump()
            {
                var tran = db.CreateTransaction();
                var value = await tran.StringIncrementAsync("visits");
                return await tran.ExecuteAsync();
            }
        }
        """;

    [Fact]
    public async Task QueuedCommandAwaited_IsReportedByTheClientsOwnRule()
    {
        var report = await Reviews.CodeAsync(AwaitedInTransaction);

        var finding = Assert.Single(report.Findings);
        Assert.Equal("SER305", finding.Id);
        Assert.Equal("QueuedResultAwaited", finding.Name);
        Assert.Equal(RuleSeverity.Error, finding.Severity);
        Assert.Equal(("snippet.cs", 9), (finding.File, finding.Line));
        Assert.Equal("rules/SER305", finding.Page);
        Assert.NotEmpty(finding.Why);
        Assert.NotEmpty(finding.Remedy);
        Assert.Equal(1, report.FilesReviewed);
    }

    [Fact]
    public async Task QueuedTaskAwaitedAfterExecute_IsSilent()
    {
        var code = AwaitedInTransaction
            .Replace("await tran.StringIncrementAsync", "tran.StringIncrementAsync", StringComparison.Ordinal);

        var report = await Reviews.CodeAsync(code);

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task NothingGiven_SaysWhatToSend()
    {
        var error = await Assert.ThrowsAsync<ReviewInputException>(() =>
            Reviews.Reviewer.ReviewAsync(new ReviewRequest(), TestContext.Current.CancellationToken));

        Assert.Contains("Send the C# text as code", error.Message, StringComparison.Ordinal);
    }
}
