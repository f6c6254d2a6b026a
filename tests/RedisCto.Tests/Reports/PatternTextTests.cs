using RedisCto.Patterns;
using RedisCto.Reports;

namespace RedisCto.Tests.Reports;

/// <summary>Generated code as text: whole files within the hard limit, and the way to what did not fit.</summary>
public sealed class PatternTextTests
{
    public static TheoryData<string> Patterns => [.. PatternGenerator.Catalog.Select(pattern => pattern.Id)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void DefaultForm_IsWholeAndSaysWhatItPromises(string id)
    {
        var generated = new PatternGenerator().Generate(new PatternRequest { Pattern = id });
        var text = PatternText.Render(generated);

        Assert.InRange(text.Length, 500, Budget.Hard);
        Assert.All(generated.Files, file => Assert.Contains(file.Content.TrimEnd(), text, StringComparison.Ordinal));
        Assert.All([generated.Guarantee, generated.NotGuaranteed, generated.WhenRedisIsDown, generated.AfterACrash, generated.ServerSettings],
            promise => Assert.Contains(promise, text, StringComparison.Ordinal));
        Assert.All(generated.MoreParts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void EverythingAtOnce_StaysWithinTheHardLimitAndNamesTheRest(string id)
    {
        var generated = new PatternGenerator().Generate(new PatternRequest { Pattern = id, Parts = ["all"] });
        var text = PatternText.Render(generated);

        Assert.InRange(text.Length, 500, Budget.Hard);
        foreach (var file in generated.Files.Where(file => !text.Contains(file.Content.TrimEnd(), StringComparison.Ordinal)))
        {
            Assert.Contains("truncated: true", text, StringComparison.Ordinal);
            Assert.Contains($"\"{file.Part}\"", text, StringComparison.Ordinal);
        }

        Assert.All(generated.Files, file => Assert.Contains(file.Content.TrimEnd(), PatternText.Render(generated, int.MaxValue), StringComparison.Ordinal));
    }
}
