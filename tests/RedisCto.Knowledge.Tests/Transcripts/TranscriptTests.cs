using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Transcripts;

/// <summary>
/// Replays every transcript of every page on every server. REDIS_CTO_UPDATE=1 writes into <c>verified-on</c> what was proved;
/// otherwise a page that claims more or less than was proved fails.
/// </summary>
public sealed class TranscriptTests
{
    [ServerTheory("any")]
    public async Task EveryTranscript_HoldsWhereItsPageSaysAndNowhereElse(string server)
    {
        await using var runner = new TranscriptRunner(server, TestContext.Current.CancellationToken);
        var faults = new List<string>();
        foreach (var page in KnowledgeBase.Load().Entries.Where(page => page.Blocks.Any(block => block.Language == "redis")))
        {
            var verdict = await runner.JudgeAsync(page);
            faults.AddRange(verdict.Faults);
            // A server that only this machine has proves the page too, but is not written into it.
            if (page.VerifiedOn.Contains(server) == verdict.Proved || !RedisServers.FixedNames.Contains(server))
                continue;

            if (Environment.GetEnvironmentVariable("REDIS_CTO_UPDATE") == "1")
                VerifiedOn.Write(page.Id, server, verdict.Proved);
            else
                faults.Add($"{page.Id}: verified-on {(verdict.Proved ? "lacks" : "claims")} {server}; run these tests with REDIS_CTO_UPDATE=1");
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [ServerTheory("any")]
    public async Task TranscriptThatIsWrong_IsReported(string server)
    {
        var page = KnowledgeBase.ReadPage("notes/x", "---\nid: notes/x\ntitle: T\napplies-to: any\nverified-on: []\nproof: [transcript]\nsources: []\n---\nC.\n\n```redis\n> SET k v\nOK\n> GET k\n\"other\"\n```\n");
        await using var runner = new TranscriptRunner(server, TestContext.Current.CancellationToken);

        var verdict = await runner.JudgeAsync(page);

        Assert.False(verdict.Proved);
        Assert.Contains("came:\n\"v\"", Assert.Single(verdict.Faults), StringComparison.Ordinal);
    }

    [ServerTheory("redis >= 7.0 < 8.0")]
    public async Task TranscriptThatHoldsOnAnExcludedServer_IsReported(string server)
    {
        var page = KnowledgeBase.ReadPage("notes/x", "---\nid: notes/x\ntitle: T\napplies-to: any\nverified-on: []\nproof: [transcript]\nsources: []\n---\nC.\n\n```redis valkey >= 9.0\n> PING\nPONG\n```\n");
        await using var runner = new TranscriptRunner(server, TestContext.Current.CancellationToken);

        Assert.Contains("which 'valkey >= 9.0' excludes", Assert.Single((await runner.JudgeAsync(page)).Faults), StringComparison.Ordinal);
    }
}
