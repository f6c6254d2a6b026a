using RedisCto.Knowledge.Search;

namespace RedisCto.Knowledge.Tests.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("expiring keys", "key expires")]
    [InlineData("connections", "connection")]
    [InlineData("policies", "policy")]
    [InlineData("batched", "batches")]
    [InlineData("caching", "cached")]
    [InlineData("eviction", "evicted")]
    [InlineData("atomically", "atomic")]
    public void SameThingInOtherForms_Meets(string left, string right) =>
        Assert.Equal(Words.Stems(left).Order(StringComparer.Ordinal), Words.Stems(right).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("keys", "keyspace")]
    [InlineData("expire", "export")]
    [InlineData("hset", "hsetex")]
    public void OtherThings_StayApart(string left, string right) => Assert.NotEqual(Words.Stems(left), Words.Stems(right));

    [Fact]
    public void NameInCapitals_IsAlsoItsParts() =>
        Assert.Equal(["redistimeoutexcept", "redis", "timeout", "except"], Words.Stems("RedisTimeoutException"));

    [Fact]
    public void Command_IsMoreThanItsWord() => Assert.Equal(["key", "KEYS", "key"], Words.Stems("KEYS keys"));

    [Fact]
    public void Version_IsOneWord() => Assert.Equal(["redis", "7.4", "slot"], Words.Stems("redis 7.4. Slots"));

    [Fact]
    public void FillWords_AreDropped() => Assert.Empty(Words.Stems("how do I use the"));
}
