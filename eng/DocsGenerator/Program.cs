// Writes what is generated in README.md, knowledge/README.md and examples/clients. With --check it writes nothing and exits 1 on drift.
using System.Reflection;
using DocsGenerator;

var root = typeof(Document).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "RepositoryRoot").Value!;
var check = args.Contains("--check", StringComparer.Ordinal);
var drifted = 0;
foreach (var document in Documents.All(root))
{
    var path = Path.Combine(root, document.Path);
    var current = File.Exists(path) ? (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n") : "";
    if (current == document.Content)
        continue;
    drifted++;
    Console.WriteLine($"{(check ? "drift: " : "wrote ")}{document.Path}");
    if (check)
        continue;
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    await File.WriteAllTextAsync(path, document.Content);
}

if (check && drifted > 0)
    Console.WriteLine("Fix: dotnet run --project eng/DocsGenerator");
return check && drifted > 0 ? 1 : 0;
