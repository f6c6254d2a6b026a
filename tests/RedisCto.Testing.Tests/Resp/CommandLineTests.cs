using RedisCto.Testing.Resp;

namespace RedisCto.Testing.Tests.Resp;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("SET k v", "SET|k|v")]
    [InlineData("  GET   k  ", "GET|k")]
    [InlineData("SET k \"a b\\n\\x41\\\"\"", "SET|k|a b\nA\"")]
    [InlineData(@"SET k 'it\'s \n'", @"SET|k|it's \n")]
    [InlineData("SET k \"\"", "SET|k|")]
    [InlineData("", "")]
    public void Line_IsSplitAsRedisCliDoes(string line, string words) => Assert.Equal(words, string.Join('|', CommandLine.Split(line)));

    [Theory]
    [InlineData("SET k \"open")]
    [InlineData("SET k 'open")]
    [InlineData("SET k \"a\"b")]
    public void BrokenQuotes_AreRefused(string line) => Assert.Throws<FormatException>(() => CommandLine.Split(line));
}
