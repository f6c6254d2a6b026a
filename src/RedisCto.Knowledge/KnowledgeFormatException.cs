namespace RedisCto.Knowledge;

/// <summary>A page breaks the format; the message names the page, the line and what is expected.</summary>
public sealed class KnowledgeFormatException(string message) : FormatException(message);
