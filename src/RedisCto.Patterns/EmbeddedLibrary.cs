using System.IO;

namespace RedisCto.Patterns;

/// <summary>The library's own source, as it was compiled and tested.</summary>
internal static class EmbeddedLibrary
{
    public static string Read(string path)
    {
        var name = "Library/" + path;
        using var stream = typeof(EmbeddedLibrary).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"No file '{name}' is embedded.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
