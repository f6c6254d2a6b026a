namespace RedisCto.Review.Binding;

/// <summary>What the compiler needs around a stretch of the user's text (offsets of that text) to understand it.</summary>
/// <remarks>Comments mark it, so that it can be told from the user's own text again after a fix has rewritten both.</remarks>
internal sealed record Insertion(int Start, int End, string Open, string Close)
{
    public const string BeginMark = "/*§{*/";
    public const string EndMark = "/*§}*/";
    public const string CastMark = "/*§(*/";
    public const string CastEndMark = "/*§)*/";
    public const string ReceiverMark = "/*§[*/";
    public const string ReceiverEndMark = "/*§]*/";

    public int Length => End - Start;

    /// <summary>A class around members that were pasted without one.</summary>
    public static Insertion Class(int start, int end, string name) =>
        new(start, end, $"{BeginMark}internal class {name}\n{{{EndMark}\n", $"\n{BeginMark}}}{EndMark}");

    /// <summary>A member that the pasted class uses and does not show.</summary>
    public static Insertion Member(int at, string declaration) => new(at, at, $"{BeginMark} {declaration} {EndMark}", "");

    /// <summary>A type for an argument whose own type is declared elsewhere.</summary>
    public static Insertion Cast(int start, int end, string type) => new(start, end, $"({type}{CastMark})({CastMark}", $"{CastEndMark})");

    /// <summary>A type for an expression on which a member of the client is called.</summary>
    public static Insertion Receiver(int start, int end, string type) =>
        new(start, end, $"(({type}{ReceiverMark})({ReceiverMark}", $"{ReceiverEndMark}){ReceiverEndMark})");
}
