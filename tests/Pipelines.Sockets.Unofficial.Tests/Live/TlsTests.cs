using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>TLS goes through the stream transport: the same answers, and no connection to a server that is not trusted.</summary>
public sealed class TlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory(Redis.Recent)]
    public async Task TrustedServer_AnswersSmallAndLargeCommands(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Cancellation);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(server.CertificatePath!);
        var options = Redis.Options(server.TlsConnectionString);
        options.CertificateValidation += (_, certificate, _, _) => IsSignedBy(authority, certificate);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var database = redis.GetDatabase();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(_ => database.StringIncrementAsync("n")));
        Assert.Equal(Enumerable.Range(1, 20_000).Select(n => (long)n), answers);

        var value = RandomNumberGenerator.GetBytes(10 * 1024 * 1024);
        await database.StringSetAsync("big", value);
        var reply = (byte[])(await database.StringGetAsync("big"))!;
        Assert.True(value.AsSpan().SequenceEqual(reply));
    }

    [ServerTheory(Redis.Recent)]
    public async Task ServerThatIsNotTrusted_IsNotConnected(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Cancellation);
        var options = Redis.Options(server.TlsConnectionString);
        options.ConnectRetry = 1;

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    private static bool IsSignedBy(X509Certificate2 authority, X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 presented && chain.Build(presented);
    }
}
