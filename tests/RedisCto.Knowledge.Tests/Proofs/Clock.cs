using System.Diagnostics;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>Times work for comparison: the fastest of many runs is the work itself, the others also hold what else the machine did.</summary>
internal static class Clock
{
    public static async Task<TimeSpan> FastestAsync(int runs, Func<Task> work)
    {
        var fastest = TimeSpan.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            fastest = new[] { fastest, Stopwatch.GetElapsedTime(start) }.Min();
        }

        return fastest;
    }
}
