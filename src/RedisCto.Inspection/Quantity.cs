using System.Globalization;

namespace RedisCto.Inspection;

/// <summary>Numbers as a person reads them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Bytes in the largest unit of 1,024 that leaves at least one.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    /// <summary>Two digits and zeros, as an estimate deserves: 1,010,623 is 1,000,000.</summary>
    public static double Rounded(double value)
    {
        if (value < 100)
            return Math.Round(value);

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Round(value / unit) * unit;
    }
}
