using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisCto.Review.Engine;

/// <summary>The analyzers that StackExchange.Redis ships itself (SER300 to SER308), loaded from file at first use.</summary>
internal static class ClientRules
{
    private const string AssemblyFile = "StackExchange.Redis.Build.dll";

    /// <summary>What the package leaves unsaid: the fault's name and the remedy.</summary>
    private static readonly Dictionary<string, (string Name, string Remedy)> words = new(StringComparer.Ordinal)
    {
        ["SER300"] = ("TransactionForCondition", "Drop the transaction and pass the condition to the command, for example when: When.NotExists."),
        ["SER301"] = ("TransactionForCompareAndSet", "Drop the transaction and use the atomic command that the message names."),
        ["SER302"] = ("RedundantCondition", "Drop the condition and read the command's own result."),
        ["SER303"] = ("TransactionForCompoundCommand", "Replace the two queued commands by the one that the message names."),
        ["SER304"] = ("QueuedCommandRepeated", "Call the overload that takes an array once."),
        ["SER305"] = ("QueuedResultAwaited", "Keep the task, call ExecuteAsync, then await the task."),
        ["SER306"] = ("FireAndForgetResultRead", "Drop CommandFlags.FireAndForget where the result is read, or discard the result."),
        ["SER307"] = ("BlockingOnRedisCall", "Await the call, and make the methods above it async."),
        ["SER308"] = ("BlockingWaitMember", "Await the task instead of passing it to Wait, WaitAll or TryWait."),
    };

    public static IEnumerable<DiagnosticAnalyzer> Load()
    {
        var file = Path.Combine(ReferenceAssemblies.Folder, "analyzers", AssemblyFile);
        var context = AssemblyLoadContext.GetLoadContext(typeof(ClientRules).Assembly) ?? AssemblyLoadContext.Default;
        return RuleCatalog.Instances<DiagnosticAnalyzer>(context.LoadFromAssemblyPath(file));
    }

    /// <summary>Name and remedy of a rule of the package; a rule newer than this table keeps its id and its own description.</summary>
    public static (string Name, string Remedy) Describe(string id, string fallback) => words.TryGetValue(id, out var known) ? known : (id, fallback);
}
