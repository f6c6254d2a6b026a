using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Tests.Snapshots;

public sealed class InfoSectionsTests
{
    [Theory]
    [InlineData("redis_version:7.0.15\r\nredis_mode:standalone\r\nrole:master", Product.Redis, "7.0.15", "primary")]
    [InlineData("redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\nserver_mode:cluster\r\nrole:slave", Product.Valkey, "9.1.2", "replica")]
    [InlineData("garnet_version:2.2.8\r\nserver_name:garnet\r\nredis_version:7.4.3\r\nrole:master", Product.Garnet, "2.2.8", "primary")]
    [InlineData("redis_version:7.4.0\r\ndragonfly_version:df-v1.30.0\r\nrole:master", Product.Dragonfly, "v1.30.0", "primary")]
    [InlineData("redis_version:255.255.255\r\nserver_name:kvrocks\r\nrole:master", Product.Unknown, "255.255.255", "primary")]
    [InlineData("redis_version:7.0.15\r\nredis_mode:sentinel", Product.Redis, "7.0.15", "sentinel")]
    [InlineData("", Product.Unknown, "", "unknown")]
    public void TheServer_IsKnownByItsOwnFields(string text, Product product, string version, string role)
    {
        var server = InfoSections.ReadServer(InfoText.Parse(text));

        Assert.Equal((product, version, role), (server.Product, server.VersionText, server.Role));
    }

    [Fact]
    public void Counters_AreReadWithoutOurOwn()
    {
        var info = InfoText.Parse(
            "# Stats\r\ntotal_connections_received:302\r\ntotal_commands_processed:304\r\n" +
            "# Commandstats\r\ncmdstat_KEYS:calls=3,usec=41,usec_per_call=13.67,rejected_calls=0\r\ncmdstat_config|get:calls=1,usec=9\r\n" +
            "# Errorstats\r\nerrorstat_OOM:count=139\r\n" +
            "# Keyspace\r\ndb0:keys=20,expires=10,avg_ttl=5\r\ndb12:keys=1,expires=0,avg_ttl=0\r\n");

        Assert.Equal(new StatsInfo { ConnectionsReceived = 301, CommandsProcessed = 301 }, InfoSections.ReadStats(info, ownCommands: 3));
        Assert.Equal(new CommandStat(3, 41), InfoSections.ReadCommandStats(info)["keys"]);
        Assert.Equal(new CommandStat(1, 9), InfoSections.ReadCommandStats(info)["config|get"]);
        Assert.Equal(139, InfoSections.ReadErrorStats(info)["OOM"]);
        Assert.Equal([new DatabaseInfo(0, 20, 10), new DatabaseInfo(12, 1, 0)], InfoSections.ReadKeyspace(info));
    }

    [Fact]
    public void NumbersThatAreNone_AreNothing()
    {
        var info = InfoText.Parse("used_memory:many\nmaxmemory:\ndbx:keys=1\ncmdstat_:calls\n:\n#\n# Keyspace\ndb99999999999:keys=1\n");

        Assert.Equal(new MemoryInfo(), InfoSections.ReadMemory(info));
        Assert.Empty(InfoSections.ReadKeyspace(info));
    }

    [Theory]
    [InlineData("user default on nopass ~* +@all", true, true, true)]
    [InlineData("user default on nopass sanitize-payload ~* &* +@all", true, true, true)]
    [InlineData("user default on sanitize-payload #9f86d081 ~* resetchannels -@all +get", true, false, false)]
    [InlineData("user default off nopass ~* +@all -debug", false, true, false)]
    public void AnAclLine_IsReadByItsWords(string line, bool enabled, bool nopass, bool everything) =>
        Assert.Equal(new AclUser("default", enabled, nopass, everything), AclUser.Parse(line));

    [Fact]
    public void AnAclLine_LosesItsHashes() =>
        Assert.DoesNotContain("9f86d081", AclUser.Parse("user app on #9f86d081 ~* +@all")!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void ClientList_LosesAddressesNamesAndUs()
    {
        var clients = ClientLines.Parse("id=1 addr=10.9.8.7:1 name=app age=5 idle=2 user=canary lib-name=SE.Redis\nid=2 addr=1:1 name=redis-cto age=0 idle=0\n");

        var client = Assert.Single(clients);
        Assert.Equal(new ClientInfo("SE.Redis", 5), client);
    }
}
