using System.Diagnostics;
using System.Text.Json.Nodes;

namespace RedisCto.Benchmarks;

/// <summary>An MCP server process, spoken to in raw JSON lines so that no client library's cost is measured.</summary>
internal sealed class StdioServer : IAsyncDisposable
{
    private readonly Process process;
    private int nextId;

    private StdioServer(Process process) => this.process = process;

    public static StdioServer Start(ServerCommand command)
    {
        var start = new ProcessStartInfo(command.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        var started = Process.Start(start) ?? throw new InvalidOperationException($"{command.Name} did not start.");
        started.ErrorDataReceived += static (_, _) => { };
        started.BeginErrorReadLine();
        return new StdioServer(started);
    }

    public async Task<TimeSpan> InitializeAndListToolsAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await RequestAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "benchmark", ["version"] = "1" },
        }, cancellationToken);
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" }, cancellationToken);
        await RequestAsync("tools/list", [], cancellationToken);
        return clock.Elapsed;
    }

    public async Task<JsonObject> RequestAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++nextId;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }, cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var message = JsonNode.Parse(line)!.AsObject();
            if (message["id"]?.GetValue<int>() != id)
                continue;
            return message["result"] as JsonObject ?? throw new InvalidOperationException($"{method} answered {message["error"]}");
        }

        throw new InvalidOperationException($"The server closed its output before it answered {method}.");
    }

    /// <summary>Resident memory now and at its peak, in MiB. Linux only; elsewhere the working set stands for both.</summary>
    public (double Resident, double Peak) Memory()
    {
        var status = $"/proc/{process.Id}/status";
        if (!File.Exists(status))
        {
            process.Refresh();
            return (process.WorkingSet64 / 1048576.0, process.PeakWorkingSet64 / 1048576.0);
        }

        var lines = File.ReadAllLines(status);
        return (KiB("VmRSS:") / 1024, KiB("VmHWM:") / 1024);

        double KiB(string name) => double.Parse(
            Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))![name.Length..].Replace("kB", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task SendAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(message.ToJsonString().AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
    }
}

/// <summary>How to start a server under measurement.</summary>
internal sealed record ServerCommand(string Name, string FileName, params IReadOnlyList<string> Arguments);
