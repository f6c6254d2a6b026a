namespace RedisCto.Demo;

/// <summary>The code that the demo has reviewed: a file of the repository's examples/bad, or the copy in this build where there is no repository.</summary>
/// <param name="Root">The folder that the server is started in.</param>
/// <param name="Path">The file below it; "" where only <paramref name="Code"/> is at hand.</param>
/// <param name="Code">The text; "" where there is a file.</param>
internal sealed record BadExample(string Root, string Path, string Code)
{
    private const string File = "examples/bad/ShopCache/OrderCache.cs";
    private const string Resource = "demo/OrderCache.cs";

    /// <param name="above">Where to look for the repository: in these folders and above them.</param>
    public static BadExample Find(params IEnumerable<string> above)
    {
        foreach (var start in above)
        {
            for (var folder = start; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (System.IO.File.Exists(System.IO.Path.Combine(folder, File)))
                    return new(folder, File, "");
            }
        }

        using StreamReader reader = new(typeof(BadExample).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded."));
        return new(Environment.CurrentDirectory, "", reader.ReadToEnd());
    }
}
