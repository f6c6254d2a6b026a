namespace RedisCto.Knowledge.Tests.Transcripts;

public sealed class VerifiedOnTests
{
    [Theory]
    [InlineData("verified-on: []", "redis-7.0", true, "verified-on: [redis-7.0]")]
    [InlineData("verified-on: [redis-7.0]", "redis-6.0", true, "verified-on: [redis-6.0, redis-7.0]")]
    [InlineData("verified-on: [redis-6.0, redis-7.0]", "redis-6.0", false, "verified-on: [redis-7.0]")]
    [InlineData("verified-on: [redis-7.0]", "redis-7.0", false, "verified-on: []")]
    public void Line_KeepsTheOrderOfTheMatrix(string line, string server, bool proved, string expected) =>
        Assert.Equal(expected, VerifiedOn.Changed(line, server, proved));
}
