namespace RedisCto.Inspection.Snapshots;

/// <summary>The 95 % range of a share that was seen in a sample; unlike the plain error it stays true near 0 and 1.</summary>
internal readonly record struct WilsonInterval(double Low, double High)
{
    private const double Z = 1.96;

    public static WilsonInterval Of(int hits, int sample)
    {
        if (sample == 0)
            return new WilsonInterval(0, 1);

        var share = (double)hits / sample;
        var scale = 1 + (Z * Z / sample);
        var middle = (share + (Z * Z / (2 * sample))) / scale;
        var reach = Z * Math.Sqrt((share * (1 - share) / sample) + (Z * Z / (4.0 * sample * sample))) / scale;
        return new WilsonInterval(Math.Max(0, middle - reach), Math.Min(1, middle + reach));
    }
}
