namespace RedisCto.Testing;

/// <summary>Reads single fields out of the text of INFO, CLUSTER INFO and their like.</summary>
public static class InfoText
{
    /// <summary>The value of a field; null where the server does not report it.</summary>
    public static string? Field(string info, string name)
    {
        ArgumentNullException.ThrowIfNull(info);
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.Ordinal))
                return line[(name.Length + 1)..].Trim().ToString();
        }

        return null;
    }
}
