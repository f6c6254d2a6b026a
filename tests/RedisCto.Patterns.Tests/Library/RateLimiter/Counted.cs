using System.Diagnostics.Metrics;

namespace RedisCto.Patterns.Tests.Library.RateLimiter;

/// <summary>Adds up what one counter of the process reports while it lives.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener listener = new();
    private long total;

    public Counted(string instrument)
    {
        listener.InstrumentPublished = (found, self) =>
        {
            if (found.Name == instrument)
                self.EnableMeasurementEvents(found);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref total, value));
        listener.Start();
    }

    public long Total => Interlocked.Read(ref total);

    public void Dispose() => listener.Dispose();
}
