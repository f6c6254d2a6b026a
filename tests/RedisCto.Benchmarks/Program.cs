// Prints, in one run, how our published server compares: start against the least that the SDK can do and against the reference server on
// Node; first and warm review of a hundred lines; memory after a thousand reviews. Ratios are the result, milliseconds only their ground.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using RedisCto.Benchmarks;

const int StartRounds = 15;
const int WarmReviews = 1000;

var root = typeof(Servers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "RepositoryRoot").Value!;
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
var servers = new Servers(root);
var ours = await servers.OursAsync();
var minimal = await servers.MinimalAsync();
List<ServerCommand> all = [ours, minimal];
if (await servers.EverythingAsync() is { } everything)
    all.Add(everything);

var starts = all.ToDictionary(server => server.Name, _ => new List<double>(), StringComparer.Ordinal);
for (var round = 0; round <= StartRounds; round++)
{
    foreach (var command in all)
    {
        var clock = Stopwatch.StartNew();
        await using var server = StdioServer.Start(command);
        await server.InitializeAndListToolsAsync(limit.Token);
        if (round > 0)
            starts[command.Name].Add(clock.Elapsed.TotalMilliseconds);
    }
}

Console.WriteLine($"start (process start to tools/list answered), p50 of {StartRounds}:");
foreach (var command in all)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {command.Name,-26} {Median(starts[command.Name]),7:F0} ms   ours is {Median(starts[ours.Name]) / Median(starts[command.Name]),5:F2} times that"));
}

await using (var server = StdioServer.Start(ours))
{
    var fromStart = Stopwatch.StartNew();
    await server.InitializeAndListToolsAsync(limit.Token);
    var first = await ReviewAsync(server, 0);
    var firstFromStart = fromStart.Elapsed.TotalMilliseconds;
    var warm = new List<double>();
    for (var i = 1; i <= WarmReviews; i++)
        warm.Add(await ReviewAsync(server, i));
    var (resident, peak) = server.Memory();
    Console.WriteLine("review of a 100-line file, through the protocol:");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  first {first:F0} ms ({firstFromStart:F0} ms after process start)"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  warm p50 {Median(warm[^500..]):F1} ms, p95 {Percentile(warm[^500..], 0.95):F1} ms; first is {first / Median(warm[^500..]):F0} times warm"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  memory after {WarmReviews} reviews: {resident:F0} MiB resident, {peak:F0} MiB peak"));
}

return 0;

async Task<double> ReviewAsync(StdioServer server, int seed)
{
    var clock = Stopwatch.StartNew();
    var result = await server.RequestAsync("tools/call", new JsonObject
    {
        ["name"] = "review_code",
        ["arguments"] = new JsonObject { ["code"] = Sample.HundredLines(seed) },
    }, limit.Token);
    if (!result.ToJsonString().Contains("RCTO1302", StringComparison.Ordinal))
        throw new InvalidOperationException($"The review did not find RCTO1302: {result.ToJsonString()}");
    return clock.Elapsed.TotalMilliseconds;
}

static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

static double Percentile(IReadOnlyCollection<double> values, double share) =>
    values.Order().ElementAt((int)Math.Min(values.Count - 1, Math.Floor(values.Count * share)));
