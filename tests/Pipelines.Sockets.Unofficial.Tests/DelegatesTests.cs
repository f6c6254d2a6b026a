namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>An event's handlers, one by one.</summary>
public sealed class DelegatesTests
{
    [Fact]
    public void Handlers_AreVisitedInOrder()
    {
        var heard = new List<string>();
        Action handlers = () => heard.Add("first");
        handlers += () => heard.Add("second");

        foreach (var handler in handlers.AsEnumerable())
            handler();

        Assert.Equal(["first", "second"], heard);
    }

    [Fact]
    public void NoHandler_IsVisitedAsNone()
    {
        foreach (var handler in Delegates.AsEnumerable<Action>(null))
            Assert.Fail($"there is {handler.Method}");
    }

    [Fact]
    public void OneHandler_IsSingle_TwoAreNot()
    {
        Action one = () => { };

        Assert.True(one.IsSingle());
        Assert.False((one + one).IsSingle());
    }
}
