using System.CommandLine;
using RedisCto.Mcp;
using RedisCto.Patterns;
using RedisCto.Reports;

namespace RedisCto.Cli;

/// <summary>Prints a tested pattern, or writes its files into a folder.</summary>
internal static class GenerateCommand
{
    public static Command Create(Engines engines, TextWriter output)
    {
        Argument<string> pattern = new("pattern") { Description = "Which pattern; an unknown name lists them." };
        Option<string> @namespace = new("--namespace") { Description = "Namespace of the code.", DefaultValueFactory = _ => "MyApp.Redis" };
        Option<string> keyPrefix = new("--key-prefix") { Description = "Prefix of every key.", DefaultValueFactory = _ => "" };
        var target = SharedOptions.Target();
        Option<string[]> options = new("--option") { Description = "An option of the pattern, for example fencing; may be repeated." };
        Option<string[]> parts = new("--part") { Description = "A part of the code; may be repeated; without it the smallest useful form." };
        Option<string> folder = new("--out") { Description = "Write the files into this folder; files that exist are not overwritten.", DefaultValueFactory = _ => "" };
        var json = SharedOptions.AsJson();
        Command generate = new("generate", "Generate tested C# code for a Redis pattern.") { pattern, @namespace, keyPrefix, target, options, parts, folder, json };
        generate.SetAction(async (parsed, cancellationToken) =>
        {
            var generated = engines.Patterns.Generate(new PatternRequest
            {
                Pattern = parsed.GetRequiredValue(pattern),
                Namespace = parsed.GetValue(@namespace)!,
                KeyPrefix = parsed.GetValue(keyPrefix)!,
                Target = Targets.Read(parsed.GetValue(target)!),
                Options = parsed.GetValue(options) ?? [],
                Parts = parsed.GetValue(parts) ?? [],
            });
            if (parsed.GetValue(json))
                await output.WriteJsonAsync(generated);
            if (parsed.GetValue(folder) is { Length: > 0 } into)
                await WriteAsync(generated, Path.GetFullPath(into), parsed.GetValue(json) ? TextWriter.Null : output, cancellationToken);
            else if (!parsed.GetValue(json))
                await output.WriteAsync(PatternText.Render(generated, int.MaxValue));
            return ExitCodes.Clean;
        });
        return generate;
    }

    /// <summary>Writes all files or none.</summary>
    private static async Task WriteAsync(GeneratedPattern generated, string folder, TextWriter output, CancellationToken cancellationToken)
    {
        var files = generated.Files.Select(file => (Path: Path.Combine(folder, file.Path), file.Content)).ToList();
        if (files.Find(file => File.Exists(file.Path)).Path is { } existing)
            throw new IOException($"{existing} exists; nothing was written. Remove it or choose another folder with --out.");

        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, content, cancellationToken);
            await output.WriteLineAsync($"wrote {path}");
        }
    }
}
