using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Connections;

/// <summary>Opens our connection to a server: name, TCP, TLS; and enters only the addresses that it has checked.</summary>
internal static class RedisConnector
{
    public static async Task<(RespConnection Connection, IPAddress Address)> OpenAsync(
        ConnectionSettings settings, Action answered, CancellationToken cancellationToken)
    {
        var addresses = await FindAddressesAsync(settings, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(addresses, settings.Port, cancellationToken);
            var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.Tls)
                stream = await SecureAsync(stream, settings, cancellationToken);
            return (new RespConnection(stream) { Answered = answered }, address);
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="InspectionException">The name leads to an address outside loopback, where only loopback may be entered.</exception>
    public static async Task<IPAddress[]> FindAddressesAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        // A foreign name is refused before it is looked up: the question alone would tell it to a name server.
        var addresses = IPAddress.TryParse(settings.Host, out var literal) ? [literal]
            : settings.LoopbackOnly && !EndpointPolicy.IsLocalName(settings.Host) ? []
            : await Dns.GetHostAddressesAsync(settings.Host, cancellationToken);
        if (settings.LoopbackOnly && (addresses.Length == 0 || !Array.TrueForAll(addresses, EndpointPolicy.IsLoopback)))
        {
            throw new InspectionException(
                "The endpoint is not on this machine. Only loopback addresses are entered by an argument. To inspect another host, set " +
                "REDIS_CTO_CONNECTIONS__<name> to its URL and pass that name as connection, or list the host in REDIS_CTO_ALLOWED_HOSTS.");
        }

        return addresses;
    }

    private static async Task<Stream> SecureAsync(Stream stream, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = settings.TlsHost,
                    CertificateChainPolicy = TrustOnly(settings.AuthorityFile),
                },
                cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private static X509ChainPolicy? TrustOnly(string authorityFile)
    {
        if (authorityFile.Length == 0)
            return null;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(authorityFile);
            return policy;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InspectionException("The file that REDIS_CTO_CA_FILE names cannot be read as PEM certificates. Correct the path or unset it.", failure);
        }
    }
}
