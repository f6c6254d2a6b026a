using System.Text.Json;
using RedisCto.Mcp;
using RedisCto.Reports;
using RedisCto.Review;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Reports;

/// <summary>Reviews of any size as answers: complete in both forms, within the budget, and with the way to the rest.</summary>
public sealed class ReviewAnswerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(300)]
    public void Answer_SaysTheSameInBothForms_WithinTheBudget(int findings)
    {
        var answer = ReviewAnswer.Fitting(Report(findings), 0);
        var text = ReviewText.Render(answer);
        var json = JsonSerializer.SerializeToElement(answer, Json.Options);

        Facts.AreAllIn(json, text);
        Assert.InRange(text.Length, 10, Budget.Default);
        Assert.InRange(json.GetRawText().Length, 10, Budget.Default + 500);
        Assert.Equal(findings, answer.Total);
        Assert.Equal(findings > answer.Findings.Count, answer.Truncated);
    }

    [Fact]
    public void FollowingMore_ShowsEveryFindingOnce()
    {
        var report = Report(120);
        List<int> lines = [];
        var skip = 0;
        for (var calls = 0; calls < 120; calls++)
        {
            var answer = ReviewAnswer.Fitting(report, skip);
            lines.AddRange(answer.Findings.Select(finding => finding.Line));
            if (!answer.Truncated)
                break;
            Assert.StartsWith("skip: ", answer.More, StringComparison.Ordinal);
            Assert.Contains($"`{answer.More}`", ReviewText.Render(answer), StringComparison.Ordinal);
            skip = int.Parse(answer.More["skip: ".Length..]);
        }

        Assert.Equal(Enumerable.Range(1, 120), lines);
    }

    [Fact]
    public void HugeFixAndPatch_AreLeftOutWithTheWayToThem()
    {
        var huge = string.Concat(Enumerable.Repeat("+ some line of code\n", 1000));
        var report = Report(1) with { Findings = [Finding(1) with { Fix = huge }], Patch = huge };
        var answer = ReviewAnswer.Fitting(report, 0);

        Assert.True(answer.Truncated);
        Assert.Equal("", answer.Patch);
        Assert.Contains("--fix-diff", ReviewText.Render(answer), StringComparison.Ordinal);
        Assert.InRange(ReviewText.Render(answer).Length, 10, Budget.Default);
        Assert.Equal("", ReviewAnswer.Fitting(report with { Patch = "" }, 0).Findings[0].Fix);
    }

    [Fact]
    public void SkippingBeyondTheEnd_SaysSo()
    {
        var answer = ReviewAnswer.Fitting(Report(2), 7);

        Assert.Empty(answer.Findings);
        Assert.Contains("no finding after number 2", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyRemarks_DoNotFloodTheAnswer()
    {
        var report = Report(1) with
        {
            NotRead = [.. Enumerable.Range(1, 500).Select(line => new UnreadPart("a.cs", line, "broken"))],
            Assumptions = [.. Enumerable.Range(1, 500).Select(number => $"assumption {number}")],
        };

        Assert.InRange(ReviewText.Render(ReviewAnswer.Fitting(report, 0)).Length, 10, Budget.Default);
    }

    [Fact]
    public void Code_StaysReadable()
    {
        var report = Report(0) with { Findings = [Finding(1) with { Fix = "+ if (a < b && c > 'd') \"e\"" }] };
        var json = JsonSerializer.Serialize(ReviewAnswer.Fitting(report, 0), Json.Options);

        Assert.Contains("if (a < b && c > 'd')", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u00", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_CanShowTheCode()
    {
        var text = ReviewText.Render(ReviewAnswer.Whole(Report(1)), _ => SourceLine.Of("\tdb.Execute(\"KEYS\");", 2));

        Assert.Contains("    db.Execute(\"KEYS\");\n    ^", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    foo.Bar();", 9, "foo.Bar();\n    ^")]
    [InlineData("foo", 1, "foo\n^")]
    [InlineData("foo", 99, "foo\n   ^")]
    [InlineData("foo", -1, "foo\n^")]
    public void Caret_StandsUnderTheColumn(string line, int column, string expected) => Assert.Equal(expected, SourceLine.Of(line, column));

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public void Caret_NeedsALine(string? line) => Assert.Null(SourceLine.Of(line, 1));

    private static ReviewReport Report(int findings) => new() { FilesReviewed = 3, Findings = [.. Enumerable.Range(1, findings).Select(Finding)] };

    private static CodeFinding Finding(int number) => new(
        "RCTO1201", "KeysCommand", RuleSeverity.Warning, $"src/File{number}.cs", number, 9, $"KEYS number {number} blocks the server; use SCAN.",
        "KEYS walks the whole keyspace in one go and nobody else is served meanwhile.", "Iterate with IServer.KeysAsync.", "rules/RCTO1201",
        $"--- a/src/File{number}.cs\n+++ b/src/File{number}.cs\n@@ -1 +1 @@\n-db.Execute(\"KEYS\");\n+server.Keys();\n");
}
