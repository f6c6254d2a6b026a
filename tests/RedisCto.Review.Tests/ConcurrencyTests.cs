namespace RedisCto.Review.Tests;

/// <summary>An assistant may ask for several reviews at once; each answer is about its own text.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public async Task TenAtOnce_MixNothingUp()
    {
        var reviews = Enumerable.Range(1, 10).Select(async i =>
        {
            var code = string.Concat(Enumerable.Repeat("\n", i)) + $"public RedisKey[] M{i}(IDatabase db) => (RedisKey[])db.Execute(\"KEYS\", \"a{i}:*\");";
            var request = new ReviewRequest { Code = code, FileName = $"file{i}.cs", ApplyFixes = true };
            return (Number: i, Report: await Reviews.Reviewer.ReviewAsync(request, TestContext.Current.CancellationToken));
        });

        foreach (var (number, report) in await Task.WhenAll(reviews))
        {
            var finding = Assert.Single(report.Findings);
            Assert.Equal(($"file{number}.cs", number + 1), (finding.File, finding.Line));
            Assert.Contains($"a{number}:*", finding.Fix, StringComparison.Ordinal);
            Assert.Contains($"--- a/file{number}.cs", report.Patch, StringComparison.Ordinal);
        }
    }
}
