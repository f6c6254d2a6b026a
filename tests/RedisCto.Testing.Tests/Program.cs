using Xunit.MicrosoftTestingPlatform;

namespace RedisCto.Testing.Tests;

/// <summary>The test program; started as <c>host NAME</c> it is a process that a test may kill.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is ["host", var program]
        ? HostPrograms.RunAsync(program)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
