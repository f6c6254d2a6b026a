namespace RedisCto.Patterns.Library;

/// <summary>Reads a script of this library at run time; generated code holds the script's text as a constant in its place.</summary>
internal static class LuaFile
{
    public static string Read(string path) => EmbeddedLibrary.Read(path);
}
