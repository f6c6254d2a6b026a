namespace RedisCto.Testing.Provisioning;

/// <summary>The hashes a suite's InRelease file promises for its indexes.</summary>
internal static class ReleaseFile
{
    public static IReadOnlyDictionary<string, string> Sha256(string text)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = ControlFile.Parse(text).Select(fields => fields.GetValueOrDefault("SHA256")).FirstOrDefault(value => value is not null);
        foreach (var line in (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var hash, _, var name])
                hashes[name] = hash;
        }

        return hashes;
    }
}
