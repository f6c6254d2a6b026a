using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RedisCto.Testing.Provisioning;

/// <summary>The Debian archive apt is configured for, read over HTTP without root: signed index, checked hash, unpacked package.</summary>
internal sealed class DebianArchive : IDisposable
{
    private const long LargestFile = 200L << 20;
    private static readonly string[] CommonKeyrings =
        ["/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp"];

    private readonly AptSources sources;
    private readonly HttpClient http;
    private readonly Dictionary<string, Task<Suite>> suites = new(StringComparer.Ordinal);

    public DebianArchive(AptSources sources)
    {
        this.sources = sources;
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) };
        if (sources.Proxies.Count > 0)
            handler.Proxy = new AptProxy(sources.Proxies);
        http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(2) };
    }

    private sealed record Suite(Uri Base, PackageIndex Index);

    /// <summary>Debian's word for this machine's processor; null where Debian has no servers for it that we know how to start.</summary>
    public static string? Architecture => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => null,
    };

    /// <summary>Unpacks the server's package and all its libraries into an empty folder.</summary>
    /// <exception cref="IOException">A download or a tool failed.</exception>
    /// <exception cref="InvalidDataException">The archive does not have what is asked, or a signature or hash is wrong.</exception>
    public async Task UnpackAsync(ServerDefinition server, string folder, CancellationToken cancellation)
    {
        var suite = await LoadAsync(server.Suite!, cancellation);
        var package = suite.Index.Find(server.Package)
            ?? throw new InvalidDataException($"Debian {server.Suite} has no {server.Package}");
        // "5:7.0.15-1~deb12u7" and "8.1.1+dfsg1-3": epoch and packaging are not the server's.
        var version = package.Version[(package.Version.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('-', '+', '~')[0];
        if (!version.StartsWith($"{server.Version.Major}.{server.Version.Minor}.", StringComparison.Ordinal))
            throw new InvalidDataException($"Debian {server.Suite} now has {server.ProductWord} {version}");

        var libraries = server.LibrarySuite is null ? suite : await LoadAsync(server.LibrarySuite, cancellation);
        foreach (var needed in PackageIndex.Closure(package, libraries.Index))
        {
            var source = ReferenceEquals(needed, package) ? suite : libraries;
            var file = Path.Combine(folder, "package.deb");
            await DownloadAsync(new Uri(source.Base, needed.File), file, needed.Sha256, cancellation);
            var unpacked = await Tool.RunAsync("dpkg-deb", ["-x", file, folder], cancellation);
            if (unpacked.ExitCode != 0)
                throw new IOException($"dpkg-deb could not unpack {needed.Name}: {unpacked.Error.Trim()}");
            File.Delete(file);
        }
    }

    public void Dispose() => http.Dispose();

    private Task<Suite> LoadAsync(string suite, CancellationToken cancellation)
    {
        lock (suites)
        {
            if (!suites.TryGetValue(suite, out var loading) || loading.IsFaulted || loading.IsCanceled)
                suites[suite] = loading = LoadOnceAsync(suite, cancellation);
            return loading;
        }
    }

    private async Task<Suite> LoadOnceAsync(string suite, CancellationToken cancellation)
    {
        var refusals = new List<string>();
        foreach (var archive in sources.Archives)
        {
            var folder = Directory.CreateTempSubdirectory("redis-cto-index-");
            try
            {
                return await LoadFromAsync(archive, suite, folder.FullName, cancellation);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                refusals.Add(e.Message);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        throw new InvalidDataException(refusals.Count == 0
            ? "apt names no archive that is reached over HTTP"
            : $"Debian {suite} could not be read ({string.Join("; ", refusals.Distinct(StringComparer.Ordinal))})");
    }

    private async Task<Suite> LoadFromAsync(AptSources.Archive archive, string suite, string folder, CancellationToken cancellation)
    {
        var root = new Uri(archive.Address, $"dists/{suite}/");
        var release = Path.Combine(folder, "InRelease");
        await DownloadAsync(new Uri(root, "InRelease"), release, sha256: null, cancellation);
        await VerifySignatureAsync(release, archive.Keyring, suite, cancellation);

        var hashes = ReleaseFile.Sha256(await File.ReadAllTextAsync(release, cancellation));
        var (name, hash) = new[] { "xz", "gz", "" }
            .Where(extension => !string.Equals(extension, "xz", StringComparison.Ordinal) || Tool.FindOnPath("xz") is not null)
            .Select(extension => $"main/binary-{Architecture}/Packages{(extension.Length > 0 ? "." : "")}{extension}")
            .Where(hashes.ContainsKey)
            .Select(file => (file, hashes[file]))
            .FirstOrDefault();
        if (name is null)
            throw new InvalidDataException($"{suite} has no index for {Architecture}");

        var packed = Path.Combine(folder, Path.GetFileName(name));
        await DownloadAsync(new Uri(root, name), packed, hash, cancellation);
        return new Suite(archive.Address, await ReadIndexAsync(packed, cancellation));
    }

    private static async Task<PackageIndex> ReadIndexAsync(string packed, CancellationToken cancellation)
    {
        var file = packed;
        if (packed.EndsWith(".xz", StringComparison.Ordinal))
        {
            var unpacked = await Tool.RunAsync("xz", ["-d", packed], cancellation);
            if (unpacked.ExitCode != 0)
                throw new IOException($"xz could not unpack the index: {unpacked.Error.Trim()}");
            file = packed[..^3];
        }

        await using var stream = File.OpenRead(file);
        await using var plain = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(stream, CompressionMode.Decompress)
            : (Stream)stream;
        using var reader = new StreamReader(plain, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        return PackageIndex.Read(reader);
    }

    // One good signature is enough, as for apt: a suite is signed by the keys of several releases, and an older machine knows only some.
    private static async Task VerifySignatureAsync(string release, string? keyring, string suite, CancellationToken cancellation)
    {
        // Without gpgv there is no apt that checks either; the hashes still guard against a broken download.
        var keys = keyring ?? CommonKeyrings.FirstOrDefault(File.Exists);
        if (Tool.FindOnPath("gpgv") is not { } gpgv || keys is null)
            return;
        if (!File.Exists(keys))
            throw new InvalidDataException($"the keyring {keys} that apt names for the archive is not there");

        var checkedRelease = await Tool.RunAsync(gpgv, ["--status-fd", "1", "--keyring", keys, release], cancellation);
        var good = checkedRelease.Output.Contains("[GNUPG:] VALIDSIG", StringComparison.Ordinal);
        var bad = checkedRelease.Output.Contains("[GNUPG:] BADSIG", StringComparison.Ordinal);
        if (!good || bad)
            throw new InvalidDataException($"the signature of {suite} is not good: {checkedRelease.Error.Trim()}");
    }

    private async Task DownloadAsync(Uri address, string file, string? sha256, CancellationToken cancellation)
    {
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await DownloadOnceAsync(address, file, cancellation);
                break;
            }
            catch (HttpRequestException e) when (e.StatusCode is { } status && (int)status < 500)
            {
                throw new InvalidDataException($"{address.AbsolutePath}: HTTP {(int)status}", e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                if (attempt == attempts)
                    throw new IOException($"{address.AbsolutePath} could not be downloaded: {e.Message}", e);
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
            }
        }

        if (sha256 is null)
            return;
        await using var content = File.OpenRead(file);
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        if (!string.Equals(actual, sha256, StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"{address.AbsolutePath} does not have the hash that the index promises");
    }

    private async Task DownloadOnceAsync(Uri address, string file, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentLength > LargestFile)
            throw new InvalidDataException($"{address.AbsolutePath} is larger than {LargestFile >> 20} MB");
        await using var target = File.Create(file);
        await response.Content.CopyToAsync(target, cancellation);
    }

    private sealed class AptProxy(IReadOnlyDictionary<string, string> proxies) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => For(destination) is { } proxy ? new Uri(proxy) : null;

        public bool IsBypassed(Uri host) => For(host) is null;

        private string? For(Uri destination) =>
            (proxies.GetValueOrDefault(destination.Scheme) ?? proxies.GetValueOrDefault("http")) is { } proxy
            && !string.Equals(proxy, "DIRECT", StringComparison.OrdinalIgnoreCase) ? proxy : null;
    }
}
