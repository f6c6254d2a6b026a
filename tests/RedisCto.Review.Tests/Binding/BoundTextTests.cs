using RedisCto.Review.Binding;

namespace RedisCto.Review.Tests.Binding;

/// <summary>What the binder inserts can be told from the user's text: both ways, to the character.</summary>
public sealed class BoundTextTests
{
    private const string User = "using System;\nvoid M() { f(a.b, g(c.d)); x.y.z(); }\n";

    private static readonly BoundText bound = new BoundText(User, User, [Insertion.Class(14, User.Length, "Snippet")]).With(
    [
        Insertion.Cast(27, 30, "global::System.String"),
        Insertion.Receiver(41, 44, "global::StackExchange.Redis.IDatabase"),
        Insertion.Cast(32, 38, "global::System.TimeSpan?"),
        Insertion.Cast(34, 37, "string"),
    ]);

    [Fact]
    public void WithoutInsertions_IsTheUsersText() => Assert.Equal(User, bound.WithoutInsertions(bound.Text));

    [Fact]
    public void EveryCharacterOfTheUser_IsFoundAgain()
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < bound.Text.Length; i++)
            seen.Add(bound.ToUser(i));

        Assert.Equal(Enumerable.Range(0, User.Length + 1), seen.Order());
    }

    [Fact]
    public void PositionOfAUsersWord_MapsToIt() =>
        Assert.Equal(User.IndexOf("x.y", StringComparison.Ordinal), bound.ToUser(bound.Text.IndexOf("x.y", StringComparison.Ordinal)));

    [Fact]
    public void LineAddedByAFix_StaysInTheUsersText()
    {
        var rewritten = bound.Text.Replace("void M()", "int added;\nvoid M()", StringComparison.Ordinal);

        Assert.Equal(User.Replace("void M()", "int added;\nvoid M()", StringComparison.Ordinal), bound.WithoutInsertions(rewritten));
    }

    [Fact]
    public void FixThatWroteIntoAnInsertion_IsRefused()
    {
        var rewritten = bound.Text.Replace("internal class Snippet", "internal class Snippet { int lost; ", StringComparison.Ordinal);

        Assert.Null(bound.WithoutInsertions(rewritten));
    }

    [Fact]
    public void FixThatMovedHalfOfACast_IsRefused()
    {
        var rewritten = bound.Text.Replace("/*§)*/", "", StringComparison.Ordinal);

        Assert.Null(bound.WithoutInsertions(rewritten));
    }
}
