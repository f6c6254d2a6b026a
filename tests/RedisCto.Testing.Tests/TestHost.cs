using System.Diagnostics;

namespace RedisCto.Testing.Tests;

/// <summary>This test program in a process of its own, running one of <see cref="HostPrograms"/> or a test, so that a test can kill it.</summary>
internal sealed class TestHost : IDisposable
{
    private const string ReportVariable = "HOST_REPORT";
    private readonly Process process;
    private readonly string report;

    private TestHost(Process process, string report)
    {
        this.process = process;
        this.report = report;
    }

    public static TestHost Start(string program, params IEnumerable<(string Name, string Value)> environment) =>
        StartProcess(["host", program], environment);

    /// <summary>Runs the tests of one method.</summary>
    public static TestHost StartTests(string method, params IEnumerable<(string Name, string Value)> environment) =>
        StartProcess(["--filter-method", method], environment);

    private static TestHost StartProcess(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var file = Path.Combine(Path.GetTempPath(), $"redis-cto-report-{Guid.NewGuid():N}");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
            start.ArgumentList.Add(typeof(TestHost).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[ReportVariable] = file;
        // The platform hands the parent's run on to children through these.
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var host = new TestHost(Process.Start(start)!, file);
        host.Output = host.process.StandardOutput.ReadToEndAsync();
        host.Error = host.process.StandardError.ReadToEndAsync();
        return host;
    }

    public Task<string> Output { get; private set; } = Task.FromResult("");

    public Task<string> Error { get; private set; } = Task.FromResult("");

    /// <summary>Called in the host: hands a line to the test that started it.</summary>
    public static void Report(string line)
    {
        var file = Environment.GetEnvironmentVariable(ReportVariable) ?? throw new InvalidOperationException("This is a host program, not a test.");
        // Moved into place: the reader must not see half a line.
        File.WriteAllText(file + ".part", line);
        File.Move(file + ".part", file);
    }

    public async Task<string> ReadReportAsync(CancellationToken cancellation)
    {
        var ended = false;
        await Eventually.TrueAsync("the host has reported", () => Task.FromResult(File.Exists(report) || (ended = process.HasExited)),
            TimeSpan.FromSeconds(60), cancellation);
        if (ended && !File.Exists(report))
            throw new InvalidOperationException($"the host ended: {await Output}{await Error}");
        return await File.ReadAllTextAsync(report, cancellation);
    }

    public void Kill() => process.Kill();

    public async Task<int> WaitForExitAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        File.Delete(report);
    }
}
