using RedisCto.Inspection.Connections;

namespace RedisCto.Inspection.Tests.Connections;

public sealed class ConnectionCatalogTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost:6379", "", "", false, null)]
    [InlineData("redis://localhost:6380/3", "localhost:6380", "", "", false, 3)]
    [InlineData("rediss://app:p%40ss%2Fword@cache.example:6390/0", "cache.example:6390", "app", "p@ss/word", true, 0)]
    [InlineData("redis://:secret@10.0.0.5", "10.0.0.5:6379", "", "secret", false, null)]
    [InlineData("redis://secret@host", "host:6379", "", "secret", false, null)]
    [InlineData("redis://app:a@b/c#d@host:7000?family=6", "host:7000", "app", "a@b/c#d", false, null)]
    [InlineData("redis://[::1]:7000/1", "[::1]:7000", "", "", false, 1)]
    [InlineData("REDISS://HOST", "HOST:6379", "", "", true, null)]
    [InlineData("cache.example:6390,user=app,password=secret,ssl=true,defaultDatabase=2", "cache.example:6390", "app", "secret", true, 2)]
    [InlineData("cache.example,ssl=true", "cache.example:6380", "", "", true, null)]
    [InlineData("localhost", "localhost:6379", "", "", false, null)]
    public void AConfiguredConnection_IsReadInFull(string text, string label, string user, string password, bool tls, int? database)
    {
        var settings = Live.Catalog(("REDIS_URL", text)).Resolve(new InspectionRequest());

        Assert.Equal(label, settings.Label);
        Assert.Equal((user, password, tls, database), (settings.User, settings.Password, settings.Tls, settings.Database));
        Assert.Equal(label, settings.ToString());
    }

    [Fact]
    public void AConfigurationString_NamesItsCertificateAndItsOtherEndpoints()
    {
        var settings = Live.Catalog(("REDIS_URL", "a:1,b:2,c:3,ssl=true,sslHost=name.example")).Resolve(new InspectionRequest());

        Assert.Equal(("a:1", "name.example", 2), (settings.Label, settings.TlsHost, settings.OtherEndpoints));
    }

    [Theory]
    [InlineData("redis://canary@")]
    [InlineData("redis://user:canary@host:99999")]
    [InlineData("redis://user:canary@host:port")]
    [InlineData("redis://user:canary@host/db")]
    [InlineData("http://user:canary@host")]
    [InlineData("${input:canary}")]
    [InlineData("password=canary")]
    [InlineData("host:6379,serviceName=primary,password=canary")]
    [InlineData("host:6379,defaultDatabase=canary")]
    public void AMalformedConnection_IsRefusedWithoutItsText(string text)
    {
        var refusal = Refusal(Live.Catalog(("REDIS_CTO_CONNECTIONS__cache", text)), new() { Connection = "cache" });

        Assert.StartsWith("REDIS_CTO_CONNECTIONS__cache cannot be used", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreTheDefaultFirst()
    {
        var catalog = Live.Catalog(
            ("REDIS_CTO_CONNECTIONS__cache", "redis://a"), ("REDIS_URL", "redis://:canary@b"), ("REDIS_CTO_CONNECTIONS__empty", " "), ("PATH", "redis://c"));

        Assert.Equal(["default", "cache"], catalog.Names);
        Assert.DoesNotContain("canary", catalog.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheOnlyConnection_IsTheDefault() =>
        Assert.Equal("a:6379", Live.Catalog(("REDIS_CTO_CONNECTIONS__cache", "redis://a")).Resolve(new InspectionRequest()).Label);

    [Fact]
    public void NothingConfigured_NamesTheVariable() =>
        Assert.Contains("REDIS_URL", Refusal(Live.Catalog(), new()).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownName_ListsTheKnownOnesAndRepeatsNothing()
    {
        var message = Refusal(Live.Catalog(("REDIS_URL", "redis://a")), new() { Connection = "hunter2" }).Message;

        Assert.Contains("default", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionAndEndpoint_IsOneTooMany() =>
        Assert.Contains("one of them", Refusal(Live.Catalog(("REDIS_URL", "redis://a")), new() { Connection = "default", Endpoint = "b:1" }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "redis://user:canary@localhost:6379")]
    [InlineData("", "localhost:6379,password=canary")]
    [InlineData("", "canary@localhost")]
    [InlineData("redis://:canary@localhost", "")]
    [InlineData("localhost:6379,password=canary", "")]
    public void CredentialsInAnArgument_AreRefusedWithTheRemedy(string connection, string endpoint)
    {
        var refusal = Refusal(Live.Catalog(("REDIS_URL", "redis://a")), new() { Connection = connection, Endpoint = endpoint });

        Assert.Contains("REDIS_CTO_CONNECTIONS__<name>", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:7000", "localhost:7000", false)]
    [InlineData("127.0.0.1", "127.0.0.1:6379", false)]
    [InlineData("::1", "[::1]:6379", false)]
    [InlineData("[::1]:7000", "[::1]:7000", false)]
    [InlineData("redis://localhost:7000", "localhost:7000", false)]
    [InlineData("rediss://localhost.:7000", "localhost:7000", true)]
    public void AnEndpoint_IsReadAndKeptToLoopback(string endpoint, string label, bool tls)
    {
        var settings = Live.Catalog().Resolve(new() { Endpoint = endpoint });

        Assert.Equal((label, tls, true, false), (settings.Label, settings.Tls, settings.LoopbackOnly, settings.HasCredentials));
    }

    [Theory]
    [InlineData(":6379")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("[::1:6379")]
    [InlineData("two words:1")]
    [InlineData("host\u202E:1")]
    [InlineData("`host`:1")]
    public void AMalformedEndpoint_SaysWhatToPass(string endpoint) =>
        Assert.Contains("Pass host:port", Refusal(Live.Catalog(), new() { Endpoint = endpoint }).Message, StringComparison.Ordinal);

    [Fact]
    public void AHostLongerThanNamesAre_IsRefused() =>
        Assert.Contains("no host name", Refusal(Live.Catalog(), new() { Endpoint = new string('a', 254) }).Message, StringComparison.Ordinal);

    [Fact]
    public void TheEndpointOfAConfiguredConnection_IsEnteredAsConfigured()
    {
        var catalog = Live.Catalog(("REDIS_URL", "redis://:secret@localhost:7000"));

        Assert.True(catalog.Resolve(new() { Endpoint = "localhost:7000" }).HasCredentials);
        Assert.False(catalog.Resolve(new() { Endpoint = "localhost:7001" }).HasCredentials);
    }

    [Theory]
    [InlineData("cache.example", "cache.example", true)]
    [InlineData("cache.example", "CACHE.example", true)]
    [InlineData("cache.example", "evil-cache.example", false)]
    [InlineData("a, *.example", "cache.example", true)]
    [InlineData("*.example", "example", false)]
    [InlineData("*.example", "cache.example.evil", false)]
    [InlineData("", "cache.example", false)]
    public void AllowedHosts_AdmitWhatTheyName(string allowed, string host, bool admitted) =>
        Assert.Equal(!admitted, Live.Catalog(("REDIS_CTO_ALLOWED_HOSTS", allowed)).Resolve(new() { Endpoint = host }).LoopbackOnly);

    // A look-up of ".invalid" would fail with another message.
    [Theory]
    [InlineData("no-such-host.invalid:6379")]
    [InlineData("localhost.invalid:6379")]
    [InlineData("10.0.0.1:6379")]
    public async Task ForeignEndpoint_IsRefusedWithoutALookUp(string endpoint)
    {
        var settings = Live.Catalog().Resolve(new() { Endpoint = endpoint });
        var refusal = await Assert.ThrowsAsync<InspectionException>(() => RedisConnector.FindAddressesAsync(settings, Live.Cancellation));

        Assert.Contains("not on this machine", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Localhost_IsLookedUpAndEntered()
    {
        var settings = Live.Catalog().Resolve(new() { Endpoint = "localhost:6379" });

        Assert.All(await RedisConnector.FindAddressesAsync(settings, Live.Cancellation), address => Assert.True(EndpointPolicy.IsLoopback(address)));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void Loopback_IsThisMachineOnly(string address, bool loopback) =>
        Assert.Equal(loopback, EndpointPolicy.IsLoopback(System.Net.IPAddress.Parse(address)));

    private static InspectionException Refusal(ConnectionCatalog catalog, InspectionRequest request) =>
        Assert.Throws<InspectionException>(() => catalog.Resolve(request));
}
