using System.CommandLine;
using RedisCto.Mcp;
using RedisCto.Reports;
using RedisCto.Review;

namespace RedisCto.Cli;

/// <summary>Reviews files and folders of C#, for people, hooks and CI.</summary>
internal static class ReviewCommand
{
    public static Command Create(Engines engines, TextWriter output)
    {
        Argument<string[]> paths = new("paths") { Description = "Files and folders of C#.", Arity = ArgumentArity.OneOrMore };
        var target = SharedOptions.Target();
        var json = SharedOptions.AsJson();
        var minSeverity = SharedOptions.Choice("--min-severity", "Hide findings below this", RuleSeverity.Info);
        Option<bool> fixDiff = new("--fix-diff") { Description = "Print all safe fixes as one patch, for `git apply`, and nothing else." };
        Command review = new("review", "Review C# code that uses Redis. Exit code 1 where there are findings.") { paths, target, minSeverity, fixDiff, json };
        review.SetAction(async (parsed, cancellationToken) =>
        {
            var files = parsed.GetRequiredValue(paths).Select(Path.GetFullPath).ToList();
            ReviewRequest request = new()
            {
                Paths = files,
                Root = RootOf(files),
                Target = Targets.Read(parsed.GetValue(target)!),
                MinSeverity = parsed.GetValue(minSeverity),
                ApplyFixes = parsed.GetValue(fixDiff),
            };
            var report = await engines.Reviewer.ReviewAsync(request, cancellationToken);
            var answer = ReviewAnswer.Whole(report);
            if (parsed.GetValue(json))
                await output.WriteJsonAsync(answer);
            else if (parsed.GetValue(fixDiff))
                await output.WriteAsync(report.Patch);
            else
                await output.WriteAsync(ReviewText.Render(answer, finding => SourceLine.At(Path.Combine(request.Root, finding.File), finding.Line, finding.Column)));
            return report.Findings.Count > 0 ? ExitCodes.Findings : ExitCodes.Clean;
        });
        return review;
    }

    /// <summary>The current folder, or the nearest one that holds everything a person named.</summary>
    private static string RootOf(List<string> files)
    {
        var root = Environment.CurrentDirectory;
        while (!files.TrueForAll(file => IsBelow(file, root)) && Path.GetDirectoryName(root) is { } parent)
            root = parent;
        return root;
    }

    private static bool IsBelow(string file, string root) =>
        !Path.GetRelativePath(root, file).StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(Path.GetRelativePath(root, file));
}
