using System.Reflection;
using System.Runtime.Loader;

namespace RedisCto.Review.Tests;

/// <summary>The compiler is large: a process that only lists its tools must not pay for it.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task NewReviewer_LoadsNothingOfTheCompiler_BeforeTheFirstReview()
    {
        var apart = new Apart();
        var type = apart.LoadFromAssemblyName(new AssemblyName("RedisCto.Review")).GetType(typeof(CodeReviewer).FullName!)!;
        var reviewer = Activator.CreateInstance(type)!;

        Assert.DoesNotContain(apart.Assemblies, assembly => assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

        await (Task)type.GetMethod(nameof(CodeReviewer.WarmUpAsync))!.Invoke(reviewer, [TestContext.Current.CancellationToken])!;
        Assert.Contains(apart.Assemblies, assembly => assembly.GetName().Name == "Microsoft.CodeAnalysis.CSharp");
    }

    /// <summary>Loads our own and the compiler's assemblies a second time, so that the other tests do not count.</summary>
    private sealed class Apart() : AssemblyLoadContext("apart")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
