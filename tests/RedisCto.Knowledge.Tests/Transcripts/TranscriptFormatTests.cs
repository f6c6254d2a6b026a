namespace RedisCto.Knowledge.Tests.Transcripts;

public sealed class TranscriptFormatTests
{
    [Fact]
    public void Commands_RepliesAndWaits_AreTakenApart()
    {
        var steps = Transcript.Parse("# why\n> SET k \"a b\"\nOK\n# wait 60 ms\n> GET k\n# half way\n\"a b\"").Steps;

        Assert.Equal(3, steps.Count);
        Assert.Equal(["SET", "k", "a b"], steps[0].Command);
        Assert.Equal(["OK"], steps[0].Reply);
        Assert.Equal(TimeSpan.FromMilliseconds(60), steps[1].Wait);
        Assert.Equal(["\"a b\""], steps[2].Reply);
    }

    [Theory]
    [InlineData("OK\n> PING")]
    [InlineData("> PING\n> PING\nPONG")]
    [InlineData("> PING\nPONG\n# wait a bit")]
    public void TranscriptThatProvesNothing_IsRefused(string text) => Assert.Throws<FormatException>(() => Transcript.Parse(text));

    [Theory]
    [InlineData("OK", "OK")]
    [InlineData("(integer) ~3600±2", "(integer) 3599")]
    [InlineData("\"app:*\"", "\"app:user:1\"")]
    [InlineData("\"app:\\*\"", "\"app:*\"")]
    [InlineData("(error) ERR unknown command", "(error) ERR unknown command 'HEXPIRE', with args beginning with: 'h' ")]
    [InlineData("1) \"a\"\n...", "1) \"a\"\n2) \"b\"\n3) \"c\"")]
    [InlineData("1) (integer) ~10±1\n2) (integer) ~20±1", "1) (integer) 11\n2) (integer) 19")]
    public void ReplyAsWritten_Matches(string expected, string reply) =>
        Assert.True(ReplyPattern.Matches(expected.Split('\n'), reply.Split('\n')));

    [Theory]
    [InlineData("OK", "QUEUED")]
    [InlineData("OK", "OK\nmore")]
    [InlineData("1) \"a\"\n2) \"b\"", "1) \"a\"")]
    [InlineData("(integer) ~3600±2", "(integer) 3597")]
    [InlineData("(integer) ~3600±2", "(integer) -1")]
    [InlineData("(integer) 1", "(integer) 11")]
    [InlineData("\"app:\\*\"", "\"app:user\"")]
    [InlineData("(error) OOM", "(error) ERR OOM")]
    [InlineData("(nil)", "(nilx)")]
    public void OtherReply_DoesNotMatch(string expected, string reply) =>
        Assert.False(ReplyPattern.Matches(expected.Split('\n'), reply.Split('\n')));
}
