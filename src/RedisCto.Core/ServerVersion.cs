using System.Globalization;

namespace RedisCto.Core;

/// <summary>The version of a server, compared number by number (7.4.10 is newer than 7.4.9, 8.10 newer than 8.2).</summary>
public readonly record struct ServerVersion(int Major, int Minor, int Patch = 0) : IComparable<ServerVersion>
{
    /// <summary>Reads "8", "8.0", "8.0.2", "v8.0.2" or "8.0.2-rc1"; what follows the numbers is ignored.</summary>
    public static bool TryParse(string? text, out ServerVersion version)
    {
        version = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;

        Span<int> numbers = [0, 0, 0];
        var parts = text.Trim().TrimStart('v', 'V').Split('-', '+', '~')[0].Split('.');
        if (parts.Length > 3)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new ServerVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <exception cref="FormatException">The text is not a version.</exception>
    public static ServerVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a server version such as 8.0 or 7.2.4.");

    public int CompareTo(ServerVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(ServerVersion left, ServerVersion right) => left.CompareTo(right) < 0;
    public static bool operator >(ServerVersion left, ServerVersion right) => left.CompareTo(right) > 0;
    public static bool operator <=(ServerVersion left, ServerVersion right) => left.CompareTo(right) <= 0;
    public static bool operator >=(ServerVersion left, ServerVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => Patch == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
