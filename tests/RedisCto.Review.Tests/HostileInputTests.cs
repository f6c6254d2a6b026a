using System.Diagnostics;

namespace RedisCto.Review.Tests;

/// <summary>Whatever is sent, there is an answer or a clear refusal in good time.</summary>
public sealed class HostileInputTests
{
    // A hang is what this finds; each takes some seconds on a free machine, and test machines are shared.
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. texts.Keys];

    private static readonly Dictionary<string, string> texts = new(StringComparer.Ordinal)
    {
        ["nested parentheses"] = "var x = " + new string('(', 100_000) + "1" + new string(')', 100_000) + ";",
        ["opening parentheses"] = new string('(', 190_000),
        ["opening braces"] = new string('{', 190_000),
        ["nested classes"] = string.Concat(Enumerable.Repeat("class A {", 20_000)),
        ["nested generics"] = "List<" + string.Concat(Enumerable.Repeat("List<", 30_000)) + " x;",
        ["nested calls"] = "db.StringSet(" + string.Concat(Enumerable.Repeat("f(", 60_000)),
        ["chained members"] = "db" + string.Concat(Enumerable.Repeat(".a()", 40_000)) + ";",
        ["chained operators"] = "var x = " + string.Concat(Enumerable.Repeat("a + ", 40_000)) + "a;",
        ["nested lambdas"] = string.Concat(Enumerable.Repeat("x => ", 30_000)),
        ["nested interpolation"] = string.Concat(Enumerable.Repeat("$\"{", 20_000)),
        ["nested if"] = string.Concat(Enumerable.Repeat("if (a) ", 20_000)) + "db.StringSet(k, v);",
        ["unterminated string"] = "db.StringSet(\"key, value);\nawait db.KeyDeleteAsync(k);",
        ["unterminated raw string"] = "var x = \"\"\"\nabc",
        ["unterminated comment"] = "/* db.StringSet(k, v);",
        ["unterminated everything"] = "class A { void M() { if (db.StringGet($\"{x",
        ["lone surrogates"] = "db.StringSet(\"\ud800\", \"\udfff\"); // \ud83d",
        ["control characters"] = "\0\u0001\u202e db.StringSet(k, v);\u0000",
        ["only comments"] = "// nothing here\n/* nor here */",
        ["only a fence"] = "```csharp\n```",
        ["our own marks"] = "/*§{*/ db.Execute(\"KEYS\", \"*\"); /*§}*/",
        ["thousands of errors"] = string.Concat(Enumerable.Repeat("db.StringSet(a.b, c.d(e), f); ", 1000)),
        ["thousands of findings"] = "IDatabase db = null;\n" + string.Concat(Enumerable.Repeat("db.Execute(\"KEYS\", \"*\");\n", 1000)),
        ["nested directive"] = "#if " + new string('(', 100_000),
        ["negated directive"] = "#if " + new string('!', 100_000),
        ["nested patterns"] = "var x = a is " + string.Concat(Enumerable.Repeat("not ", 40_000)) + "b;",
        ["chained patterns"] = "var x = a is " + string.Concat(Enumerable.Repeat("b and ", 30_000)) + "c;",
        ["nested tuples"] = string.Concat(Enumerable.Repeat("(int,", 30_000)) + " x;",
        ["pointers"] = "int" + new string('*', 150_000) + " x;",
        ["conditional chain"] = "a" + string.Concat(Enumerable.Repeat("?.b", 60_000)) + ";",
        ["index chain"] = "a" + string.Concat(Enumerable.Repeat("[0]", 60_000)) + ";",
        ["long names"] = "namespace " + string.Concat(Enumerable.Repeat("a.", 90_000)) + "b;",
        ["else chain"] = string.Concat(Enumerable.Repeat("if(a){} else ", 15_000)) + "x();",
        ["brackets hidden by strings"] = "var x = " + string.Concat(Enumerable.Repeat("(\")\" + ", 20_000)) + "1;",
        ["just below the limits"] = "var x = " + new string('(', 240) + "db" + string.Concat(Enumerable.Repeat(".A()", 450)) + new string(')', 240) + ";\nList<" + string.Concat(Enumerable.Repeat("List<", 90)) + "int y;",
        ["dashes"] = new string('-', 100_000),
        ["conditional directives"] = string.Concat(Enumerable.Repeat("#if A\n", 20_000)),
        ["backslashes and quotes"] = string.Concat(Enumerable.Repeat("\"\\", 90_000)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnythingAtAll_IsAnsweredInTime(string name)
    {
        var watch = Stopwatch.StartNew();

        var report = await Reviews.CodeAsync(texts[name]);

        Assert.Equal(1, report.FilesReviewed);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, limit);
        Assert.DoesNotContain(report.NotRead, part => part.Reason.Contains(" failed (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TextBehindAnUnterminatedString_IsStillRead()
    {
        var report = await Reviews.CodeAsync("db.StringSet(\"key, value);\nvar keys = db.Execute(\"KEYS\", \"*\");");

        Assert.Contains(report.Findings, finding => finding is { Id: "RCTO1201", Line: 2 });
    }

    [Fact]
    public async Task MoreUnknownCallsThanAreFollowed_AreNamedAsUnread() =>
        Assert.Contains((await Reviews.CodeAsync(texts["thousands of errors"])).NotRead, part => part.Reason.Contains("not every call", StringComparison.Ordinal));

    [Fact]
    public async Task TooDeepNesting_IsNamedAsUnread() =>
        Assert.NotEmpty((await Reviews.CodeAsync(texts["nested parentheses"])).NotRead);

    [Fact]
    public async Task Cancelled_StopsSoon()
    {
        using var source = new CancellationTokenSource();
        var code = "class A { void M(IDatabase db) {\n" + string.Concat(Enumerable.Repeat("var k1 = x.F(db.Execute(\"KEYS\", a.b));\n", 4000)) + "} }";
        var review = Reviews.Reviewer.ReviewAsync(new ReviewRequest { Code = code, ApplyFixes = true }, source.Token);
        source.CancelAfter(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => review);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task AlreadyCancelled_DoesNotStart() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Reviews.Reviewer.ReviewAsync(new ReviewRequest { Code = "x" }, new CancellationToken(canceled: true)));
}
