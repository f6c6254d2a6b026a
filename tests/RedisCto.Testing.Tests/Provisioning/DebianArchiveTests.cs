using System.Net;
using RedisCto.Testing.Launching;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Tests.Provisioning;

/// <summary>An archive that is not what it says is refused; the good one is what every other test runs on.</summary>
public sealed class DebianArchiveTests : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string address = $"http://127.0.0.1:{LoopbackPorts.Take()}/";
    private readonly string folder = Directory.CreateTempSubdirectory("redis-cto-archive-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        listener.Close();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task IndexWithoutAGoodSignature_IsRefused()
    {
        Assert.SkipWhen(Tool.FindOnPath("gpgv") is null, "Without gpgv no signature is checked.");
        var keyring = Path.Combine(folder, "keyring.gpg");
        await File.WriteAllBytesAsync(keyring, [], Cancellation);
        var serving = ServeAsync(200, "SHA256:\n aa 1 main/binary-amd64/Packages\n");

        Assert.Contains("the signature of bookworm is not good", await UnpackAsync(keyring), StringComparison.Ordinal);

        listener.Close();
        Assert.Equal(["/dists/bookworm/InRelease"], await serving);
    }

    [Fact]
    public async Task KeyringThatIsNotThere_IsNotTakenForTrust()
    {
        Assert.SkipWhen(Tool.FindOnPath("gpgv") is null, "Without gpgv no signature is checked.");
        _ = ServeAsync(200, "SHA256:\n aa 1 main/binary-amd64/Packages\n");

        Assert.Contains("is not there", await UnpackAsync(Path.Combine(folder, "absent.gpg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SuiteThatTheArchiveLacks_IsNamedWithItsStatus()
    {
        _ = ServeAsync(404, "");

        Assert.Contains("Debian bookworm could not be read (/dists/bookworm/InRelease: HTTP 404)", await UnpackAsync(null), StringComparison.Ordinal);
    }

    private async Task<string> UnpackAsync(string? keyring)
    {
        var noProxies = new Dictionary<string, string>(StringComparer.Ordinal);
        using var archive = new DebianArchive(new AptSources([new AptSources.Archive(new Uri(address), keyring)], noProxies));
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() =>
            archive.UnpackAsync(ServerMatrix.Find("redis-7.0"), folder, Cancellation));
        return refused.Message;
    }

    private async Task<IReadOnlyList<string>> ServeAsync(int status, string body)
    {
        listener.Prefixes.Add(address);
        listener.Start();
        var asked = new List<string>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return asked; // The test is over.
            }

            asked.Add(context.Request.Url!.AbsolutePath);
            context.Response.StatusCode = status;
            context.Response.Close(System.Text.Encoding.UTF8.GetBytes(body), willBlock: false);
        }
    }
}
