using System.Text;
using RedisCto.Review;

namespace RedisCto.Patterns.Tests.Generation;

/// <summary>What is handed out compiles in the strictest project, on both clients, and our own rules have nothing to say about it.</summary>
public sealed class GeneratedCodeTests
{
    private static readonly PatternGenerator Generator = new();

    public static TheoryData<string, string> Combinations()
    {
        var data = new TheoryData<string, string>();
        foreach (var request in Requests.All())
        {
            foreach (var client in new[] { "redis-2", "redis-newest" })
                data.Add(Requests.Describe(request), client);
        }

        return data;
    }

    public static TheoryData<string> RequestNames() => [.. Requests.All().Select(Requests.Describe)];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AnyOptions_CompileWithoutAWarning(string request, string client)
    {
        var files = Generator.Generate(Find(request)).Files;

        Assert.NotEmpty(files);
        Assert.Empty(UserProject.Complaints(UserProject.Compile(client, files)));
    }

    [Theory]
    [MemberData(nameof(RequestNames))]
    public async Task AnyOptions_AreSilentUnderOurOwnRules(string request)
    {
        var reviewer = new CodeReviewer();
        foreach (var file in Generator.Generate(Find(request)).Files)
        {
            var report = await reviewer.ReviewAsync(new ReviewRequest { Code = file.Content, FileName = file.Path }, TestContext.Current.CancellationToken);

            Assert.Empty(report.Findings);
        }
    }

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void AnyOptions_LeaveNothingOfTheLibraryBehind(string request)
    {
        foreach (var file in Generator.Generate(Find(request)).Files)
        {
            Assert.DoesNotContain("RedisCto", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("LuaFile", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("OnlyWith", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("OptionSwitch", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("\r", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain(" \n", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", file.Content, StringComparison.Ordinal);
            Assert.DoesNotContain("{\n\n", file.Content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SmallestForm_FitsIntoEightKilobytes()
    {
        foreach (var pattern in PatternGenerator.Catalog)
        {
            var size = Generator.Generate(new PatternRequest { Pattern = pattern.Id }).Files.Sum(file => Encoding.UTF8.GetByteCount(file.Content));

            Assert.True(size <= 8192, $"{pattern.Id} has {size} bytes");
        }
    }

    private static PatternRequest Find(string name) => Requests.All().Single(request => Requests.Describe(request) == name);
}
