namespace RedisCto.Inspection.Tests;

/// <summary>A check is code, a page of the same id, and tests of the same name; whoever adds one part is told of the others.</summary>
public sealed class CheckPageTests
{
    private static readonly string[] Headings = ["## What it means", "## Why it hurts", "## Remedy", "## Verify", "## Versions"];

    public static TheoryData<string> Ids { get; } = [.. InstanceInspector.Checks.Select(check => check.Id)];

    [Theory, MemberData(nameof(Ids))]
    public async Task EveryCheck_HasAPageOfItsTitle(string id)
    {
        var check = InstanceInspector.Checks.Single(check => check.Id == id);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Root, "knowledge", "checks", $"{id}.md"), Live.Cancellation);

        Assert.Equal($"title: {check.Title}", lines.Single(line => line.StartsWith("title:", StringComparison.Ordinal)), ignoreCase: true);
        Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryPage_HasACheck() => Assert.Equal(
        InstanceInspector.Checks.Select(check => check.Id),
        Directory.EnumerateFiles(Path.Combine(Root, "knowledge", "checks"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Ids))]
    public void EveryCheck_HasTestsOfItsName(string id)
    {
        var check = InstanceInspector.Checks.Single(check => check.Id == id);

        Assert.Contains(typeof(CheckPageTests).Assembly.GetTypes(), type => type.Name == $"{check.Name}Tests");
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "redis-cto-mcp.sln")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
            return folder.FullName;
        }
    }
}
