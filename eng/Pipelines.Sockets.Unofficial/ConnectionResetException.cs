namespace Pipelines.Sockets.Unofficial;

/// <summary>The peer reset the connection: what was sent and not answered may or may not have been executed.</summary>
public sealed class ConnectionResetException(string message, Exception innerException) : IOException(message, innerException);
