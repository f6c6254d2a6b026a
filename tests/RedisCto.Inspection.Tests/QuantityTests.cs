namespace RedisCto.Inspection.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(104857600, "100 MB")]
    [InlineData(3e15, "2728.5 TB")]
    public void Bytes_AreInTheUnitThatAPersonReads(double bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(42.4, 42)]
    [InlineData(1_010_623, 1_000_000)]
    [InlineData(1_567, 1_600)]
    public void Estimate_HasTwoDigits(double value, double rounded) => Assert.Equal(rounded, Quantity.Rounded(value));
}
