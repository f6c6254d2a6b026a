using RedisCto.Demo;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>The README's first command, from start to a clean end.</summary>
public sealed class DemoTests
{
    private static readonly Dictionary<string, string> AsIs = new(StringComparer.Ordinal);

    [Fact]
    public async Task Demo_ShowsEveryToolAndLeavesNothingBehind()
    {
        var before = Leftovers();
        var (code, output, errors) = await OwnProgram.RunAsync(AsIs, "demo");

        Assert.True(code == 0, errors);
        Assert.All(["review_code", "inspect_instance", "generate_pattern", "search_guidance", "RCTO1201", "```diff", "namespace Shop.Locks;", "MEM13", "KEY02", "== Done"],
            part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.DoesNotContain("failed inside", output, StringComparison.Ordinal);
        Assert.Equal("", errors.Trim());
        Assert.Equal(before, Leftovers());
    }

    [Fact]
    public async Task Demo_WithoutARedisOnPath_TakesGarnet()
    {
        var (code, output, errors) = await OwnProgram.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Path.GetDirectoryName(OwnProgram.DotNet)! }, "demo");

        Assert.True(code == 0, errors);
        Assert.Contains("garnet", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("MEM13", output, StringComparison.Ordinal);
        Assert.Contains("== Done", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_InTheRepository_IsNamedByItsPath()
    {
        var example = BadExample.Find(AppContext.BaseDirectory);

        Assert.Equal((Repository.Root, ""), (example.Root, example.Code));
        Assert.True(File.Exists(Path.Combine(example.Root, example.Path)));
    }

    [Fact]
    public void Example_AwayFromTheRepository_IsTheCopyInTheBuild()
    {
        var example = BadExample.Find(Path.GetTempPath());

        Assert.Equal("", example.Path);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "examples", "bad", "ShopCache", "OrderCache.cs")), example.Code);
    }

    private static IReadOnlyList<string> Leftovers() => [.. Directory.EnumerateDirectories(Path.GetTempPath(), "redis-cto-demo-*").Order(StringComparer.Ordinal)];
}
