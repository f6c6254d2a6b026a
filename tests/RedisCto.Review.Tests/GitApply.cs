using System.Diagnostics;

namespace RedisCto.Review.Tests;

/// <summary>Applies a patch with git itself, in a folder of its own.</summary>
internal static class GitApply
{
    public static async Task<string> RunAsync(string path, string before, string patch)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("patch-");
        try
        {
            var file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, before, ct);
            var patchFile = Path.Combine(folder.FullName, "change.patch");
            await File.WriteAllTextAsync(patchFile, patch, ct);
            using var git = Process.Start(new ProcessStartInfo("git", ["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", patchFile])
            {
                WorkingDirectory = folder.FullName,
                UseShellExecute = false,
                RedirectStandardError = true,
                Environment = { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder.FullName) },
            })!;
            var errors = await git.StandardError.ReadToEndAsync(ct);
            await git.WaitForExitAsync(ct);
            Assert.True(git.ExitCode == 0, $"git apply: {errors}\n{patch}");
            return await File.ReadAllTextAsync(file, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
