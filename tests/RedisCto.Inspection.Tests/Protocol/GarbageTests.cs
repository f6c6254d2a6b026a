using System.Text;
using RedisCto.Inspection.Protocol;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Tests.Protocol;

/// <summary>A server may send anything; what comes of it is a reading or a failure that is put into words, never another exception.</summary>
public sealed class GarbageTests
{
    private const int Rounds = 3000;
    private static readonly string[] Pieces =
        ["+", "-", ":", "$", "*", "\r\n", "\n", "0", "-1", "3", "99999999999999999999", "db0", "keys=", ",", "cmdstat_", "#", " ", "user", "on", "nopass", "\0", "é", "x"];

    [Fact]
    public async Task Replies_AreReadOrRefused()
    {
        var random = new Random(20261121);
        for (var round = 0; round < Rounds; round++)
        {
            var reader = new RespReader(new MemoryStream(Encoding.UTF8.GetBytes(Garbage(random))));
            var failure = await Record.ExceptionAsync(async () =>
            {
                while (true)
                    await reader.ReadAsync(Live.Cancellation);
            });

            Assert.True(failure is RespProtocolException or EndOfStreamException, $"{failure}");
        }
    }

    [Fact]
    public void Sections_AreReadWithoutFailing()
    {
        var random = new Random(20261121);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Garbage(random);
            var info = InfoText.Parse($"# Keyspace\n{text}\n# Commandstats\n{text}\nrdb_last_save_time:{text}\nredis_version:{text}");
            InfoSections.ReadServer(info);
            InfoSections.ReadMemory(info);
            InfoSections.ReadPersistence(info);
            InfoSections.ReadStats(info, 3);
            InfoSections.ReadCommandStats(info);
            InfoSections.ReadErrorStats(info);
            InfoSections.ReadKeyspace(info);
            AclUser.Parse(text);
            ClientLines.Parse(text);
            Assert.StartsWith(KeyPrefix.Of(text), text, StringComparison.Ordinal);
            Assert.InRange(UntrustedText.Show(text, 20).Length, 0, 21);
        }
    }

    private static string Garbage(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
