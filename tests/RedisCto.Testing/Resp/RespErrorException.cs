namespace RedisCto.Testing.Resp;

/// <summary>The server refused a command; the message is the server's own, code first ("WRONGTYPE Operation …").</summary>
public sealed class RespErrorException(string message) : Exception(message);
