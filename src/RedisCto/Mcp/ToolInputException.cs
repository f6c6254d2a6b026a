namespace RedisCto.Mcp;

/// <summary>A call that the model can mend: the message says what is wrong, what was received, and what to call instead.</summary>
internal sealed class ToolInputException(string message) : Exception(message);
