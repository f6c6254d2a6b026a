using System.Globalization;
using RedisCto.Patterns.Library.DistributedLock;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>A process that takes a lock again and again, and writes down from when to when it believed to hold it.</summary>
internal static class Contender
{
    public const string Verb = "contend";

    /// <param name="args">Endpoint, lock name, ttl in ms, run time in ms, seed. Prints a line "from to fence" (clock ticks) for each hold.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (endpoint, name) = (args[0], args[1]);
        var numbers = args[2..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (ttl, runTime, random) = (TimeSpan.FromMilliseconds(numbers[0]), TimeSpan.FromMilliseconds(numbers[1]), new Random(numbers[2]));
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await using var redis = await Connections.OpenAsync(endpoint);
        var locks = new RedisLock(redis) { Fencing = true };
        await Console.Out.WriteLineAsync("ready");
        while (clock.GetElapsedTime(started) < runTime)
        {
            try
            {
                await using var lease = await locks.AcquireAsync(name, ttl, TimeSpan.FromSeconds(1));
                if (lease is null)
                    continue;
                var (from, to) = (clock.GetTimestamp(), 0L);
                var holdFor = TimeSpan.FromMilliseconds(random.Next(20) == 0 ? ttl.TotalMilliseconds * 1.5 : random.Next(15));
                do
                {
                    // The clock is read first: a true answer after it covers that moment.
                    var moment = clock.GetTimestamp();
                    if (!lease.IsHeld)
                        break;
                    to = moment;
                    await Task.Delay(random.Next(1, 5));
                }
                while (clock.GetElapsedTime(from) < holdFor);
                if (to > 0)
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{from} {to} {lease.Fence}"));
            }
            catch (Exception e) when (e is StackExchange.Redis.RedisException or TimeoutException)
            {
                await Task.Delay(random.Next(20));
            }
        }

        return 0;
    }
}
