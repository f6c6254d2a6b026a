namespace RedisCto.Knowledge.Search;

/// <summary>What people say, and the words our pages say instead.</summary>
internal sealed class Thesaurus
{
    // Left of the arrow: what is asked, single words or phrases. Right: what it also means. A line without an arrow goes both ways.
    private const string Lines =
        """
        ttl, expire, expiry, expiration, time to live, lifetime
        evict, eviction, maxmemory policy
        cluster, shard, slot
        replica, slave, replication
        primary, master
        publish, pubsub, pub/sub, subscribe
        persistence, rdb, aof, snapshot
        script, lua, eval
        connect, connection, multiplexer
        delete, remove, del, unlink
        latency, slow
        slow, freeze, hang, stall, stuck => block
        quick, fast, speed, performance, throughput
        hot, hotter, hottest
        duplicate, twice
        update, overwrite, replace, change
        atomic, atomicity, transaction, multi, isolated, torn
        licence, license
        several, many, bulk
        crash, die, exit, kill
        big, large, huge, giant
        value, blob, payload
        set-if-absent, setnx, nx
        node, nodejs, node.js, javascript, typescript
        python, redis-py, asyncio
        dotnet, c#, .net, csharp, stackexchange
        image, container, docker
        batch, pipeline
        limit, throttle, rate limiter
        namespace, prefix
        list keys, find keys, iterate keys, enumerate keys, loop over keys, search keys, every key, keys matching, keys with a prefix, lists all, wildcard, pattern match => scan keys keyspace
        two workers, two instances, two servers, two processes, only one, exactly one, same job, same work, same time, mutual exclusion, mutex, exclusive, leader election, singleton job, semaphore, redlock, run twice, processed twice, processing the same, process the same, at the same moment => lock double
        double booking, oversell, race condition => lock atomic
        out of memory, oom, memory growing, memory grows, memory leak, memory usage, ram, fills up => memory ttl maxmemory eviction
        socket, pool, pooling, reconnect, too many clients, new connection, per request => connection
        timeout, timed out, redistimeoutexception => timeout connection
        crossslot, same slot, hash slot, hot shard => hash tag slot
        two calls, two commands, two steps, separate commands => torn atomic same command
        deadlock, getawaiter, sync over async, task wait => blocking
        moved => cluster slot
        noscript => script evalsha
        wrongtype => type
        unknown command => version command
        too many requests, requests per second, per minute, quota, flood, abuse, 429 => rate limiter
        forget, forgets, stale, out of date, cached => cache ttl
        gone, disappear, vanish, lost => expire lost
        part of a hash, single field, per field, individual field, field ttl => hash field expire
        several commands, many commands, many writes, round trip, bulk, foreach loop, for loop => pipeline batch
        last entry, newest entry, latest message, most recent => xread last entry stream
        queue, worker, consumer => stream consumer
        licence, license, agpl, bsd, open source => licence version
        which version, newest version, latest version, upgrade => version release
        embedding, vector, similarity, semantic search => vector
        fork => valkey
        name, naming, convention => key name
        exposed, internet, hacked, unauthenticated, password => security password auth
        crash, restart, power loss => persistence
        managed, azure, elasticache, memorydb, upstash => managed
        """;

    private readonly Dictionary<string, List<(string[] Phrase, string[] Means)>> byFirstWord = new(StringComparer.Ordinal);

    public Thesaurus()
    {
        foreach (var line in Lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = line.Split("=>", StringSplitOptions.TrimEntries);
            var phrases = sides[0].Split(',').Select(phrase => Words.Stems(phrase).ToArray()).Where(phrase => phrase.Length > 0).ToList();
            foreach (var phrase in phrases)
            {
                string[] means = sides.Length == 2
                    ? [.. Words.Stems(sides[1])]
                    : [.. phrases.Where(other => other.Length == 1 && other != phrase).Select(other => other[0])];
                if (!byFirstWord.TryGetValue(phrase[0], out var starting))
                    byFirstWord[phrase[0]] = starting = [];
                starting.Add((phrase, means));
            }
        }
    }

    /// <summary>Each word of the question with what else it may mean. The words of a phrase share what the phrase means.</summary>
    public List<QueryWord> Read(string query)
    {
        var stems = Words.Stems(query);
        var words = stems.ConvertAll(stem => new QueryWord(stem, new HashSet<string>(StringComparer.Ordinal)));
        for (var i = 0; i < stems.Count; i++)
        {
            foreach (var (phrase, means) in byFirstWord.GetValueOrDefault(stems[i], []))
            {
                if (i + phrase.Length > stems.Count || !stems.Skip(i).Take(phrase.Length).SequenceEqual(phrase, StringComparer.Ordinal))
                    continue;
                foreach (var word in words.GetRange(i, phrase.Length))
                    word.Means.UnionWith(means);
            }
        }

        return [.. words.DistinctBy(word => word.Stem, StringComparer.Ordinal)];
    }
}

/// <summary>A word of a question, as a stem, and the stems that mean the same.</summary>
internal sealed record QueryWord(string Stem, HashSet<string> Means);
