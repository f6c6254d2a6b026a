using System.Text.RegularExpressions;

namespace RedisCto.Testing.Provisioning;

/// <summary>What apt on this machine knows of the Debian archive: base addresses, keyrings, proxies.</summary>
/// <param name="Archives">Archives with a "main" component, those of plain suites before updates and security.</param>
/// <param name="Proxies">Proxy per scheme, as <c>Acquire::http::Proxy</c> gives it; "DIRECT" means none.</param>
internal sealed partial record AptSources(IReadOnlyList<AptSources.Archive> Archives, IReadOnlyDictionary<string, string> Proxies)
{
    /// <param name="Keyring">The keyring file that signs the archive; null where apt trusts its common keyrings.</param>
    internal sealed record Archive(Uri Address, string? Keyring);

    private sealed record Entry(string Address, string? Keyring, string Suites);

    public static async Task<AptSources> ReadAsync(CancellationToken cancellation)
    {
        const string folder = "/etc/apt";
        var entries = new List<Entry>();
        var parts = Path.Combine(folder, "sources.list.d");
        var files = Directory.Exists(parts) ? Directory.GetFiles(parts) : [];
        foreach (var file in files.Order(StringComparer.Ordinal).Prepend(Path.Combine(folder, "sources.list")).Where(File.Exists))
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            if (file.EndsWith(".sources", StringComparison.Ordinal))
                entries.AddRange(ReadStanzas(text));
            else if (file.EndsWith(".list", StringComparison.Ordinal))
                entries.AddRange(ReadLines(text));
        }

        var archives = entries
            .OrderBy(entry => entry.Suites.Contains('-', StringComparison.Ordinal) && !entry.Suites.Contains(' ', StringComparison.Ordinal))
            .SelectMany(entry => Addresses(entry.Address).Select(address => new Archive(address, entry.Keyring)))
            .DistinctBy(archive => archive.Address)
            .ToList();
        return new AptSources(archives, await ReadProxiesAsync(cancellation));
    }

    /// <summary>Reads a deb822 file; the addresses of stanzas that are disabled or without "main" are left out.</summary>
    internal static IReadOnlyList<(string Address, string? Keyring)> ParseStanzas(string text) =>
        [.. ReadStanzas(text).Select(entry => (entry.Address, entry.Keyring))];

    /// <summary>Reads the older one-line form.</summary>
    internal static IReadOnlyList<(string Address, string? Keyring)> ParseLines(string text) =>
        [.. ReadLines(text).Select(entry => (entry.Address, entry.Keyring))];

    private static IEnumerable<Entry> ReadStanzas(string text) =>
        from fields in ControlFile.Parse(text)
        where Words(fields, "Types").Contains("deb", StringComparer.Ordinal)
            && Words(fields, "Components").Contains("main", StringComparer.Ordinal)
            && !Words(fields, "Enabled").Contains("no", StringComparer.OrdinalIgnoreCase)
        let signedBy = fields.GetValueOrDefault("Signed-By")?.Trim()
        from address in Words(fields, "URIs")
        select new Entry(address, signedBy?.StartsWith('/') == true ? signedBy : null, fields.GetValueOrDefault("Suites") ?? "");

    private static IEnumerable<Entry> ReadLines(string text) =>
        from line in text.Split('\n')
        let match = OneLine().Match(line)
        where match.Success && match.Groups["components"].Value.Split(' ', '\t').Contains("main", StringComparer.Ordinal)
        let signedBy = SignedBy().Match(match.Groups["options"].Value)
        select new Entry(match.Groups["address"].Value, signedBy.Success ? signedBy.Groups["keyring"].Value : null, match.Groups["suite"].Value);

    private static string[] Words(IReadOnlyDictionary<string, string> fields, string name) =>
        (fields.GetValueOrDefault(name) ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Cloud images name a file of mirrors instead of a mirror.</summary>
    private static IEnumerable<Uri> Addresses(string address)
    {
        const string mirrorFile = "mirror+file:";
        if (address.StartsWith(mirrorFile, StringComparison.Ordinal))
        {
            var file = "/" + address[mirrorFile.Length..].TrimStart('/');
            return File.Exists(file) ? File.ReadLines(file).SelectMany(line => Addresses(line.Split('\t', ' ')[0])) : [];
        }

        return Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? [uri] : [];
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadProxiesAsync(CancellationToken cancellation)
    {
        var proxies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Tool.FindOnPath("apt-config") is not { } aptConfig)
            return proxies;

        var dump = await Tool.RunAsync(aptConfig, ["dump"], cancellation);
        foreach (Match match in ProxySetting().Matches(dump.Output))
            proxies[match.Groups["scheme"].Value] = match.Groups["proxy"].Value;
        return proxies;
    }

    [GeneratedRegex(
        @"^\s*deb\s+(\[(?<options>[^\]]*)\]\s+)?(?<address>\S+)\s+(?<suite>\S+)\s+(?<components>[^#]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"signed-by=(?<keyring>/\S+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SignedBy();

    [GeneratedRegex(
        """^Acquire::(?<scheme>https?)::Proxy "(?<proxy>.+)";""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ProxySetting();
}
