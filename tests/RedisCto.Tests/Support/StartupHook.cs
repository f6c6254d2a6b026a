/// <summary>
/// Runs inside the program before its Main (DOTNET_STARTUP_HOOKS). As a rule it is a library that writes to the console and reads from it,
/// as some do; on request it tells which assemblies were loaded in the end. The runtime finds it by this name, outside any namespace.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime wants it so.
internal static class StartupHook
{
    public const string Noise = "noise that is not protocol";
    public const string ModeVariable = "REDIS_CTO_TEST_HOOK";
    public const string ListAssemblies = "list-assemblies";
    public const string Loaded = "loaded: ";

    private static readonly TimeSpan MainHasBegun = TimeSpan.FromSeconds(1);

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ModeVariable) == ListAssemblies)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => List();
        else
            new Thread(MakeNoise) { IsBackground = true }.Start();
    }

    private static void List()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Console.Error.WriteLine(Loaded + assembly.GetName().Name);
    }

    private static void MakeNoise()
    {
        using ManualResetEventSlim never = new();
        never.Wait(MainHasBegun);
        for (var i = 0; i < 20; i++)
        {
            Console.WriteLine(Noise);
            Console.ReadLine();
            never.Wait(TimeSpan.FromMilliseconds(50));
        }
    }
}
#pragma warning restore CA1050, MA0047
