using System.CommandLine;
using System.Runtime.InteropServices;
using RedisCto.Demo;
using RedisCto.Inspection;
using RedisCto.Mcp;
using RedisCto.Patterns;

namespace RedisCto.Cli;

/// <summary>Says what is installed, in which versions, and which of the configured connections answer.</summary>
internal static class DoctorCommand
{
    public static Command Create(Engines engines, TextWriter output)
    {
        var json = SharedOptions.AsJson();
        Command doctor = new("doctor", "Show what is installed and which connections answer. Exit code 1 where one does not.") { json };
        doctor.SetAction(async (parsed, cancellationToken) =>
        {
            var health = await ExamineAsync(engines, cancellationToken);
            if (parsed.GetValue(json))
                await output.WriteJsonAsync(health);
            else
                await output.WriteAsync(Render(health));
            return health.Connections.All(connection => connection.Answers) ? ExitCodes.Clean : ExitCodes.Findings;
        });
        return doctor;
    }

    private static async Task<Health> ExamineAsync(Engines engines, CancellationToken cancellationToken)
    {
        var probes = await Task.WhenAll(engines.Connections.Names.Select(name => engines.Inspector.ProbeAsync(name, cancellationToken)));
        return new(
            ServerSurface.Version,
            $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}",
            engines.Reviewer.Rules.Count,
            InstanceInspector.Checks.Count,
            PatternGenerator.Catalog.Count,
            engines.Knowledge.Entries.Count,
            ServerBinary.OnPath()?.Name ?? "",
            engines.Root,
            probes);
    }

    private static string Render(Health health) =>
        $"""
        redis-cto {health.Version} ({health.Runtime})
        {health.Rules} rules, {health.Checks} checks, {health.Patterns} patterns, {health.Pages} pages
        project folder: {health.Root}
        local server for the demo: {(health.LocalServer.Length > 0 ? health.LocalServer : "none on PATH; the demo takes Garnet, a .NET tool")}
        {(health.Connections.Count == 0
            ? "no connection configured: set REDIS_URL, for example redis://localhost:6379, to inspect a server"
            : string.Join(Environment.NewLine, health.Connections.Select(probe => $"connection {probe.Name}: {(probe.Answers ? "answers" : "does not answer")}: {probe.Detail}")))}

        """;

    private sealed record Health(
        string Version, string Runtime, int Rules, int Checks, int Patterns, int Pages, string LocalServer, string Root, IReadOnlyList<ConnectionProbe> Connections);
}
