namespace RedisCto.Core.Tests;

public sealed class VersionTests
{
    [Theory]
    [InlineData("7.4.9", "7.4.10")]
    [InlineData("8.2", "8.10")]
    [InlineData("8", "8.0.1")]
    [InlineData("7.0.15-1~deb12u10", "7.0.16")]
    public void Versions_CompareNumberByNumber(string older, string newer) =>
        Assert.True(ServerVersion.Parse(older) < ServerVersion.Parse(newer));

    [Theory]
    [InlineData("")]
    [InlineData("eight")]
    [InlineData("8.0.1.2")]
    [InlineData("8.-1")]
    public void NotAVersion_IsRefused(string text) => Assert.False(ServerVersion.TryParse(text, out _));

    [Theory]
    [InlineData("redis >= 7.4, valkey >= 9.0", Product.Redis, "7.4", true)]
    [InlineData("redis >= 7.4, valkey >= 9.0", Product.Redis, "7.2.16", false)]
    [InlineData("redis >= 7.4, valkey >= 9.0", Product.Valkey, "8.1.1", false)]
    [InlineData("redis>=6.2<8.0", Product.Redis, "7.4.1", true)]
    [InlineData("redis>=6.2<8.0", Product.Redis, "8.0", false)]
    [InlineData("garnet", Product.Garnet, "2.2.8", true)]
    [InlineData("garnet", Product.Redis, "8.0", false)]
    [InlineData("any", Product.Unknown, "1.0", true)]
    public void Range_AdmitsWhatItNames(string range, Product product, string version, bool admitted) =>
        Assert.Equal(admitted, VersionRange.Parse(range).Admits(product, ServerVersion.Parse(version)));

    [Theory]
    [InlineData("")]
    [InlineData("oracle >= 7")]
    [InlineData("redis >=")]
    [InlineData("redis = 7")]
    public void NotARange_IsRefused(string text) => Assert.Throws<FormatException>(() => VersionRange.Parse(text));

    [Theory]
    [InlineData("redis 7.2", Product.Redis, "7.2")]
    [InlineData("Valkey 8.1.1", Product.Valkey, "8.1.1")]
    [InlineData("7.4", Product.Redis, "7.4")]
    [InlineData("redis:8.0", Product.Redis, "8.0")]
    public void Target_ReadsWhatPeopleWrite(string text, Product product, string version) =>
        Assert.Equal(new ServerTarget(product, ServerVersion.Parse(version)), ServerTarget.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("oracle 7")]
    public void UnknownTarget_SaysWhatIsUnderstood(string text) =>
        Assert.Contains("redis 7.2", Assert.Throws<FormatException>(() => ServerTarget.Parse(text)).Message, StringComparison.Ordinal);
}
