using System.Diagnostics;
using System.Globalization;
using RedisCto.Testing;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>Contenders in processes of their own, under faults: the times during which each believed to hold the lock never overlap.</summary>
public sealed class LockHistoryTests
{
    private const int Processes = 4;
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(7);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServerTheory("redis >= 8.0 < 8.6")]
    public async Task FaultsAllTheTime_NoTwoHoldAtOnce_AndFencesGrow(string server)
    {
        const int seed = 20261121;
        await using var own = await Servers.StartAsync(server);
        var contenders = Enumerable.Range(0, Processes).Select(i => Start(own, seed + i)).ToArray();
        var histories = contenders.Select(contender => contender.StandardOutput.ReadToEndAsync(Token)).ToArray();
        try
        {
            await BreakThingsAsync(own, contenders, new Random(seed));
            await Task.WhenAll(histories).WaitAsync(TimeSpan.FromSeconds(30), Token);
        }
        finally
        {
            foreach (var contender in contenders)
            {
                contender.Kill();
                contender.Dispose();
            }
        }

        var holds = histories.SelectMany(history => Parse(history.Result)).OrderBy(hold => hold.From).ToArray();
        Assert.All(histories, history => Assert.NotEmpty(Parse(history.Result)));
        Assert.True(holds.Length > 50, $"only {holds.Length} holds: the run shows little");
        foreach (var (earlier, later) in holds.Zip(holds.Skip(1)))
        {
            Assert.True(earlier.To < later.From, $"{earlier} overlaps {later}");
            Assert.True(earlier.Fence < later.Fence, $"{later} has no greater fence than {earlier}");
        }
    }

    private static async Task BreakThingsAsync(RedisServer server, Process[] contenders, Random random)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < RunTime)
        {
            await Task.Delay(random.Next(100, 400), Token);
            switch (random.Next(5))
            {
                case 0:
                    await server.SendAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                    break;
                case 1:
                    await server.SendAsync("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");
                    break;
                case 2:
                    await server.SendAsync("SCRIPT", "FLUSH");
                    break;
                case 3:
                    await server.PauseAsync(Token);
                    await Task.Delay(random.Next(50, 500), Token);
                    await server.ResumeAsync(Token);
                    break;
                default:
                    // Past the time to live of what it may hold.
                    var victim = contenders[random.Next(contenders.Length)].Id;
                    await SignalAsync("STOP", victim);
                    await Task.Delay(random.Next(400, 900), Token);
                    await SignalAsync("CONT", victim);
                    break;
            }
        }
    }

    private static Process Start(RedisServer server, int seed)
    {
        string[] arguments = [Contender.Verb, server.Endpoint, "history", "500", Invariant(RunTime.TotalMilliseconds), Invariant(seed)];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("the contender did not start");
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", ["-" + signal, Invariant(pid)]);
        await kill.WaitForExitAsync(Token);
    }

    private static Hold[] Parse(string history) =>
    [
        .. history.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words.Length == 3)
            .Select(words => new Hold(Number(words[0]), Number(words[1]), Number(words[2]))),
    ];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private sealed record Hold(long From, long To, long Fence);
}
