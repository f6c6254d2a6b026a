using RedisCto.Core;

namespace RedisCto.Mcp;

/// <summary>Reads the server that a call names.</summary>
internal static class Targets
{
    /// <summary>Null where none was named.</summary>
    public static ServerTarget? Read(string target)
    {
        try
        {
            return string.IsNullOrWhiteSpace(target) ? null : ServerTarget.Parse(target);
        }
        catch (FormatException unknown)
        {
            throw new ToolInputException($"{Reports.Text.Plain(unknown.Message, 300)} Fix: correct `target`, or leave it out.");
        }
    }
}
