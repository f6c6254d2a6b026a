using System.ComponentModel;
using System.Diagnostics;

namespace RedisCto.Testing.Provisioning;

/// <summary>Runs a program of the system to its end, within a limit, and hands back what it said.</summary>
internal static class Tool
{
    public sealed record Outcome(int ExitCode, string Output, string Error);

    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <exception cref="IOException">The program could not be started or did not end in time.</exception>
    public static async Task<Outcome> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation, TimeSpan? limit = null, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        using var process = Start(start);
        process.StandardInput.Close();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit ?? TimeSpan.FromSeconds(30));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new Outcome(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{program} did not end in time.", e);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException($"{start.FileName} could not be started.");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{start.FileName} could not be started: {e.Message}", e);
        }
    }
}
