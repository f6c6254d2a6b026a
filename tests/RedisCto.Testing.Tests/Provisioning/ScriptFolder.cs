using System.Runtime.Versioning;

namespace RedisCto.Testing.Tests.Provisioning;

/// <summary>A folder of shell scripts that stand in for programs of another machine, in front of a real server.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("redis-cto-scripts-").FullName;

    public string Add(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
