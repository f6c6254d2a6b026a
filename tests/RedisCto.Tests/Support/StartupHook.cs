/// <summary>
/// Runs inside the server before its Main (DOTNET_STARTUP_HOOKS): a library that writes to the console and reads from it, as some do.
/// The runtime finds it by this name, outside any namespace.
/// </summary>
#pragma warning disable CA1050, MA0047, IDE1006
internal static class StartupHook
{
    public const string Noise = "noise that is not protocol";

    private static readonly TimeSpan MainHasBegun = TimeSpan.FromSeconds(1);

    public static void Initialize()
    {
        Thread noisy = new(() =>
        {
            using ManualResetEventSlim never = new();
            never.Wait(MainHasBegun);
            for (var i = 0; i < 20; i++)
            {
                Console.WriteLine(Noise);
                Console.ReadLine();
                never.Wait(TimeSpan.FromMilliseconds(50));
            }
        })
        { IsBackground = true };
        noisy.Start();
    }
}
#pragma warning restore CA1050, MA0047, IDE1006
