using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RedisCto.Testing.Launching;

/// <summary>Makes an authority and a server certificate for 127.0.0.1 and localhost, good for a day and for one folder.</summary>
internal static class TestCertificates
{
    /// <summary>Garnet reads its certificate from a PFX file, which must have a password; it protects nothing.</summary>
    public const string PfxPassword = "throw-away";

    /// <summary>Writes ca.crt, server.crt, server.key (PEM) and server.pfx.</summary>
    public static async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=redis-cto test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        var serverRequest = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        serverRequest.CertificateExtensions.Add(names.Build());
        using var unpaired = serverRequest.Create(authority, now.AddHours(-1), now.AddHours(23), RandomNumberGenerator.GetBytes(8));
        using var server = unpaired.CopyWithPrivateKey(serverKey);

        await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem(), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "server.crt"), server.ExportCertificatePem(), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), serverKey.ExportPkcs8PrivateKeyPem(), cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, "server.pfx"), server.Export(X509ContentType.Pfx, PfxPassword), cancellation);
    }
}
