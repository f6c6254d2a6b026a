using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>Calls that mean something plain are understood, and what was changed is said.</summary>
public sealed class ForgivingCallTests
{
    private const string Keys = "db.Execute(\"KEYS\", \"user:*\");";

    [Theory]
    [InlineData("snippet")]
    [InlineData("source")]
    [InlineData("csharp")]
    [InlineData("Code")]
    [InlineData("source_code")]
    public async Task CodeUnderAnotherName_IsReviewed(string name)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("review_code", (name, Keys));

        Assert.Null(result.IsError);
        Assert.Contains("RCTO1201", InMemoryPair.TextOf(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WARNING")]
    [InlineData("Warning")]
    [InlineData("warn")]
    public async Task Enum_IsReadInAnyCase(string severity)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("review_code", ("code", Keys), ("min_severity", severity));

        Assert.Null(result.IsError);
        Assert.Contains("RCTO1201", InMemoryPair.TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nulls_AreTheDefaults()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("review_code", ("code", Keys), ("path", null), ("target", null), ("minSeverity", null), ("applyFixes", null), ("skip", null));

        Assert.Null(result.IsError);
    }

    [Fact]
    public async Task NumberAsVersion_IsAVersion()
    {
        await using var pair = await InMemoryPair.StartAsync();

        Assert.Null((await pair.CallAsync("review_code", ("code", Keys), ("target", 7.2))).IsError);
    }

    [Fact]
    public async Task ListAsText_IsAList()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("generate_pattern", ("pattern", "Distributed_Lock"), ("options", "fencing"));

        Assert.Null(result.IsError);
        Assert.Contains("fenc", InMemoryPair.TextOf(result), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(500, 10)]
    [InlineData(0, 1)]
    [InlineData("99", 10)]
    [InlineData(1e300, 10)]
    public async Task NumberOutOfRange_IsClampedAndSaysSo(object limit, int used)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var text = InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("query", "how do I expire cache keys"), ("limit", limit)));

        Assert.StartsWith("Note: limit ", text, StringComparison.Ordinal);
        Assert.Contains($"{used} was used", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NumberInRange_IsTakenWithoutRemark()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var text = InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("query", "how do I expire cache keys"), ("limit", 2)));

        Assert.DoesNotContain("was used", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoteAboutTheCall_IsInTextAndJson()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("review_code", ("code", Keys), ("skip", -5));

        Assert.Contains("skip -5", InMemoryPair.TextOf(result), StringComparison.Ordinal);
        Assert.Contains("skip -5", result.StructuredContent!.Value.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }
}
