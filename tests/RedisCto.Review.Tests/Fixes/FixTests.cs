using RedisCto.Review.Binding;
using RedisCto.Review.Fixes;

namespace RedisCto.Review.Tests.Fixes;

/// <summary>A diff in a report compiles, mends what it claims to mend, and fits the user's own text.</summary>
public sealed class FixTests
{
    private const string Keys = """
        public async Task<List<string>> Names(string prefix)
        {
            var keys = (RedisKey[])await _db.ExecuteAsync("KEYS", prefix + "*");
            return keys.Select(k => k.ToString()).ToList();
        }
        """;

    [Theory]
    [InlineData(Keys)]
    [InlineData("# Look\n\n```csharp\n" + Keys + "\n```\nthanks!\n")]
    [InlineData("using StackExchange.Redis;\nusing System.Linq;\n\n" + Keys)]
    [InlineData("var db = _redis.GetDatabase();\nvar keys = (RedisKey[])db.Execute(\"KEYS\", pattern);\nforeach (var key in keys) Console.WriteLine(key);")]
    public async Task FixOfAFragment_AppliesToTheFragment_AndIsSilentAfterwards(string code)
    {
        var report = await Reviews.CodeAsync(code);

        var finding = Assert.Single(report.Findings, finding => finding.Id == "RCTO1201");
        await AppliesAndMendsAsync(code, finding.Fix);
    }

    [Fact]
    public async Task FindingWithoutASafeRewriting_HasNoFix()
    {
        var report = await Reviews.CodeAsync("var keys = (RedisKey[])_redis.GetDatabase().Execute(\"KEYS\", \"a:*\");\nConsole.WriteLine(keys.Length);");

        Assert.Empty(Assert.Single(report.Findings).Fix);
    }

    [Fact]
    public async Task ApplyFixes_GivesOnePatchForAll()
    {
        var code = "using StackExchange.Redis;\npublic class A(IDatabase _db)\n{\n" + Keys + "\n\n" + Keys.Replace("Names", "Others", StringComparison.Ordinal) + "\n}\n";

        var report = await Reviews.Reviewer.ReviewAsync(new ReviewRequest { Code = code, ApplyFixes = true }, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Findings.Count(finding => finding.Id == "RCTO1201"));
        var mended = await GitApply.RunAsync("snippet.cs", code, report.Patch);
        Assert.Empty((await Reviews.CodeAsync(mended)).Findings);
    }

    [Fact]
    public async Task NothingAsked_GivesNoPatch() => Assert.Empty((await Reviews.CodeAsync(Keys)).Patch);

    [Fact]
    public void ChangeBetweenFences_KeepsTheProse()
    {
        const string user = "Hello\n```cs\na();\n```\nBye";
        var readable = Readability.OnlyFencedCode(user);
        var text = new BoundText(user, readable, []);

        Assert.Equal("Hello\n```cs\nb();\n```\nBye", UserEdit.Apply(text, readable.Replace("a()", "b()", StringComparison.Ordinal)));
    }

    private static async Task AppliesAndMendsAsync(string code, string fix)
    {
        var mended = await GitApply.RunAsync("snippet.cs", code, fix);
        Assert.DoesNotContain("§", mended, StringComparison.Ordinal);
        Assert.DoesNotContain((await Reviews.CodeAsync(mended)).Findings, finding => finding.Id == "RCTO1201");
    }
}
