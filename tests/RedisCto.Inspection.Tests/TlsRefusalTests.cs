using RedisCto.Testing;

namespace RedisCto.Inspection.Tests;

/// <summary>What goes wrong with TLS: spoken on one side only, not trusted, or with a certificate asked of us.</summary>
public sealed class TlsRefusalTests
{
    [ServerTheory("redis >= 7.0, valkey")]
    public async Task TlsAndPlainTextMixedUp_IsSaidBothWays(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Live.Cancellation);

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@127.0.0.1:{server.TlsPort}", "speaks TLS, but the connection is in plain text");
        await Refusals.ExpectAsync($"rediss://:{Refusals.Canary}@127.0.0.1:{server.Port}", "does not speak TLS");
        await Refusals.ExpectAsync($"rediss://:{Refusals.Canary}@127.0.0.1:{server.TlsPort}", "REDIS_CTO_CA_FILE");
    }

    [ServerTheory("garnet")]
    public async Task PlainTextToAGarnetThatSpeaksTls_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Live.Cancellation);

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{server.Endpoint}", "speaks TLS, but the connection is in plain text");
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AServerThatDemandsACertificate_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Live.Cancellation);
        await server.SendAsync("CONFIG", "SET", "tls-auth-clients", "yes");
        var inspector = Live.Inspector(("REDIS_URL", $"rediss://localhost:{server.TlsPort}"), ("REDIS_CTO_CA_FILE", server.CertificatePath!));

        Assert.Contains(
            "client certificate", await Live.RefusalAsync(inspector.InspectAsync(new InspectionRequest(), Live.Cancellation)), StringComparison.Ordinal);
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AnAuthorityFileThatIsNone_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Live.Cancellation);
        var inspector = Live.Inspector(("REDIS_URL", $"rediss://localhost:{server.TlsPort}"), ("REDIS_CTO_CA_FILE", Path.Combine(server.DataFolder, "missing.pem")));

        Assert.Contains(
            "REDIS_CTO_CA_FILE", await Live.RefusalAsync(inspector.InspectAsync(new InspectionRequest(), Live.Cancellation)), StringComparison.Ordinal);
    }
}
