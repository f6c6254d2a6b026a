using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Tests.Snapshots;

public sealed class KeyPrefixTests
{
    [Theory]
    [InlineData("session:42", "session:")]
    [InlineData("app:session:9f2c01aa", "app:session:")]
    [InlineData("app:v2:user:42:cart", "app:v2:user:")]
    [InlineData("session-3f2504e0-4f89-41d3", "session-")]
    [InlineData("cart/42/items", "cart/")]
    [InlineData("job17", "job")]
    [InlineData("secretname", "")]
    [InlineData("42", "")]
    [InlineData("", "")]
    public void AName_HasTheKindOfItsFirstWords(string key, string prefix) => Assert.Equal(prefix, KeyPrefix.Of(key));

    [Theory]
    [InlineData("app:session:", "app:")]
    [InlineData("app:", "")]
    [InlineData("job", "")]
    public void AParent_IsOnePartShorter(string prefix, string parent) => Assert.Equal(parent, KeyPrefix.Parent(prefix));

    [Theory]
    [InlineData(249, 249, 0.985, 1)]
    [InlineData(0, 252, 0, 0.015)]
    [InlineData(50, 100, 0.404, 0.596)]
    [InlineData(0, 0, 0, 1)]
    public void AShare_HasItsRange(int hits, int sample, double low, double high)
    {
        var range = WilsonInterval.Of(hits, sample);

        Assert.Equal((low, high), (Math.Round(range.Low, 3), Math.Round(range.High, 3)));
    }
}
