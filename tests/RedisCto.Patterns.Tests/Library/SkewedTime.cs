namespace RedisCto.Patterns.Tests.Library;

/// <summary>A process whose clock jumps, as after a pause; its timers ring when the real ones do.</summary>
internal sealed class SkewedTime : TimeProvider
{
    private long skew;

    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref skew));
        set => Interlocked.Exchange(ref skew, value.Ticks);
    }

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Skew.TotalSeconds * TimestampFrequency);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
}
