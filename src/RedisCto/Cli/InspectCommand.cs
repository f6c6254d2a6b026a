using System.CommandLine;
using RedisCto.Inspection;
using RedisCto.Reports;

namespace RedisCto.Cli;

/// <summary>Inspects a live server with read-only commands.</summary>
internal static class InspectCommand
{
    public static Command Create(Engines engines, TextWriter output)
    {
        Option<string> connection = new("--connection") { Description = "Name of a configured connection; without it, REDIS_URL.", DefaultValueFactory = _ => "" };
        Option<string> endpoint = new("--endpoint") { Description = "host:port of a server on this machine.", DefaultValueFactory = _ => "" };
        var depth = SharedOptions.Choice("--depth", "How far to look; quick samples no keys", InspectionDepth.Standard);
        var focus = SharedOptions.Choice("--focus", "One family of checks", InspectionFocus.All);
        var json = SharedOptions.AsJson();
        Command inspect = new("inspect", "Inspect a Redis, Valkey or Garnet server. Exit code 1 where there are findings.") { connection, endpoint, depth, focus, json };
        inspect.SetAction(async (parsed, cancellationToken) =>
        {
            InspectionRequest request = new()
            {
                Connection = parsed.GetValue(connection)!,
                Endpoint = parsed.GetValue(endpoint)!,
                Depth = parsed.GetValue(depth),
                Focus = parsed.GetValue(focus),
            };
            var report = await engines.Inspector.InspectAsync(request, cancellationToken);
            var answer = InspectionAnswer.Whole(report, Fence.None);
            if (parsed.GetValue(json))
                await output.WriteJsonAsync(answer);
            else
                await output.WriteAsync(InspectionText.Render(answer));
            return report.Findings.Count > 0 ? ExitCodes.Findings : ExitCodes.Clean;
        });
        return inspect;
    }
}
