using System.Text.RegularExpressions;

namespace RedisCto.Repository.Tests;

/// <summary>What the repository promises of itself, beyond what a compiler sees.</summary>
public sealed partial class ConventionTests
{
    private static readonly string[] Texts = [".cs", ".md", ".lua", ".json", ".props", ".csproj", ".toml", ".yml"];

    [Fact]
    public void NothingIsLeftUnfinished() => Assert.Equal([], Lines("src", "knowledge", "examples")
        .Where(line => line.Text.Contains("TODO", StringComparison.Ordinal) || line.Text.Contains("FIXME", StringComparison.Ordinal)
            || line.Text.Contains("NotImplementedException", StringComparison.Ordinal))
        .Select(line => line.Place));

    [Fact]
    public void NoPathOfAMachineIsCommitted() => Assert.Equal([], Lines("src", "knowledge", "examples", "tests", "eng")
        .Where(line => MachinePath().IsMatch(line.Text))
        .Select(line => line.Place));

    [Fact]
    public void NoLibraryWritesToTheConsole() => Assert.Equal([], Lines("src")
        .Where(line => !line.File.StartsWith("src/RedisCto/", StringComparison.Ordinal) && line.Text.Contains("Console.", StringComparison.Ordinal))
        .Select(line => line.Place));

    [Fact]
    public void ReadmeCommands_AreWhatCiRuns()
    {
        var readme = Repository.Read("README.md");

        Assert.Contains("\ndotnet run --project src/RedisCto -- demo\n", readme, StringComparison.Ordinal);
        Assert.Contains("\ndotnet test\n", readme, StringComparison.Ordinal);
        Assert.Contains("grep -x 'dotnet test' README.md", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string File, string Place, string Text)> Lines(params IReadOnlyList<string> folders) =>
        from folder in folders
        from file in Repository.Files(folder, "*.*")
        where Texts.Contains(Path.GetExtension(file), StringComparer.Ordinal)
        from numbered in File.ReadLines(Path.Combine(Repository.Root, file)).Select((text, index) => (Text: text, Number: index + 1))
        select (file, $"{file}:{numbered.Number} {numbered.Text.Trim()}", numbered.Text);

    [GeneratedRegex(@"(^|[^a-z.])/(work|root|home/[a-z]+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();
}
