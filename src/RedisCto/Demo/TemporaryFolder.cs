namespace RedisCto.Demo;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder(string prefix) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(prefix + "-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A server that is still closing its files holds the folder (Windows); the system's own clean-up gets it.
        }
    }
}
