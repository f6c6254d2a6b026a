namespace RedisCto.Review.Tests;

/// <summary>What a team has decided to live with is not reported again: the standard means of C# are honoured.</summary>
public sealed class SuppressionTests
{
    private const string Call = "db.Execute(\"KEYS\", \"*\");";

    [Fact]
    public async Task Pragma_SilencesItsLines_AndNoOthers()
    {
        var report = await Reviews.CodeAsync($"""
            #pragma warning disable RCTO1201 // one-off migration
            {Call}
            #pragma warning restore RCTO1201
            {Call}
            """);

        Assert.Equal(4, Assert.Single(report.Findings).Line);
    }

    [Fact]
    public async Task SuppressMessage_SilencesItsMember_AndNoOther()
    {
        var report = await Reviews.CodeAsync($$"""
            using System.Diagnostics.CodeAnalysis;
            using StackExchange.Redis;
            public class A(IDatabase db)
            {
                [SuppressMessage("Blocking", "RCTO1201", Justification = "admin tool")]
                public void Quiet() => {{Call}}
                public void Loud() => {{Call}}
            }
            """);

        Assert.Equal(7, Assert.Single(report.Findings).Line);
    }

    [Fact]
    public async Task PragmaForTheClientsRules_IsHonouredToo()
    {
        var report = await Reviews.CodeAsync("""
            #pragma warning disable SER305
            var tran = db.CreateTransaction();
            await tran.StringIncrementAsync("a");
            await tran.ExecuteAsync();
            """);

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task BelowTheAskedSeverity_IsCountedAndNotListed()
    {
        var report = await Reviews.Reviewer.ReviewAsync(
            new ReviewRequest { Code = Call, MinSeverity = RuleSeverity.Error }, TestContext.Current.CancellationToken);

        Assert.Empty(report.Findings);
        Assert.Equal(1, report.HiddenBySeverity);
    }
}
