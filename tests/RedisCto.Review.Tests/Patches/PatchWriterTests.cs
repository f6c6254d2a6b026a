using RedisCto.Review.Patches;

namespace RedisCto.Review.Tests.Patches;

/// <summary>A diff is only worth handing out if git takes it and makes the new text of it.</summary>
public sealed class PatchWriterTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n")]
    [InlineData("a\nb\nc", "a\nb\nC")]
    [InlineData("a\nb\nc", "a\nb\nc\n")]
    [InlineData("a\nb\nc\n", "a\nb\nc")]
    [InlineData("a\r\nb\r\nc\r\n", "a\r\nB\r\nx\r\nc\r\n")]
    [InlineData("a\n", "x\na\n")]
    [InlineData("a\n", "a\nx\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n", "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n15\n")]
    [InlineData("a\na\na\nb\n", "a\nb\na\n")]
    public async Task GitMakesTheNewTextOfIt(string before, string after)
    {
        var patch = PatchWriter.Write("src/A.cs", before, after);

        Assert.Equal(after, await GitApply.RunAsync("src/A.cs", before, patch));
    }

    [Theory]
    [InlineData("My App/Ä b.cs")]
    [InlineData("quo\"te.cs")]
    public async Task UnusualNames_Apply(string name)
    {
        var patch = PatchWriter.Write(name, "a\n", "b\n");

        Assert.Equal("b\n", await GitApply.RunAsync(name, "a\n", patch));
    }

    [Fact]
    public void SameText_GivesNothing() => Assert.Empty(PatchWriter.Write("a.cs", "x\ny", "x\ny"));

    [Fact]
    public void OneChangedLine_HasThreeLinesOfContext()
    {
        var before = string.Concat(Enumerable.Range(1, 20).Select(i => $"{i}\n"));

        var patch = PatchWriter.Write("a.cs", before, before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal));

        Assert.Equal("--- a/a.cs\n+++ b/a.cs\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n", patch);
    }

    [Fact]
    public async Task RandomChanges_Apply()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var before = Enumerable.Range(0, random.Next(1, 60)).Select(_ => $"line {random.Next(8)}\n").ToList();
            var after = before.ToList();
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                if (after.Count > 0 && random.Next(2) == 0)
                    after.RemoveAt(random.Next(after.Count));
                else
                    after.Insert(random.Next(after.Count + 1), $"new {random.Next(8)}\n");
            }

            var (old, fresh) = (string.Concat(before), string.Concat(after));
            var patch = PatchWriter.Write("r.cs", old, fresh);
            // git deletes a file that becomes empty, which no fix does.
            if (patch.Length > 0 && fresh.Length > 0)
                Assert.Equal(fresh, await GitApply.RunAsync("r.cs", old, patch));
        }
    }

    [Fact]
    public void HugeDifference_EndsAndIsComplete()
    {
        var before = Enumerable.Range(0, 20_000).Select(i => $"a{i}\n").ToArray();
        var after = Enumerable.Range(0, 20_000).Select(i => $"b{i}\n").ToArray();

        var edit = Assert.Single(LineDiff.Edits(before, after));

        Assert.Equal(new LineEdit(0, 20_000, 0, 20_000), edit);
    }
}
