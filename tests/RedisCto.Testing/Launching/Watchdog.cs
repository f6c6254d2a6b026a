using System.Diagnostics;

namespace RedisCto.Testing.Launching;

/// <summary>
/// Sees to it that nothing outlives the test process, however it ends: a shell reads from our pipe, and when the pipe closes
/// it kills the servers we started and removes their folders. (PR_SET_PDEATHSIG would follow the thread, not the process.)
/// </summary>
internal static class Watchdog
{
    // "k PID" holds until "K PID" takes it back; "c CONTAINER ENGINE" and "f FOLDER" hold to the end.
    // The shell ignores Ctrl-C, which reaches it as well.
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        pids=" "
        folders=""
        containers=""
        while read -r what which; do
            case $what in
                k) pids="$pids$which " ;;
                K) case $pids in *" $which "*) pids="${pids%% "$which" *} ${pids#* "$which" }" ;; esac ;;
                c) containers="$containers$which
        " ;;
                f) folders="$folders$which
        " ;;
            esac
        done
        printf '%s' "$containers" | while read -r name engine; do "$engine" kill "$name"; done
        for pid in $pids; do kill -9 "$pid"; done
        printf '%s' "$folders" | while read -r folder; do rm -rf -- "$folder"; done
        """;

    private static readonly Lock Gate = new();
    private static Process? shell;

    public static void Guard(int pid) => Tell($"k {pid}");

    public static void Release(int pid) => Tell($"K {pid}");

    /// <summary>The container is killed when the process ends; one that is gone by then does no harm, for its name is never used again.</summary>
    public static void GuardContainer(string name, string engine) => Tell($"c {name} {engine}");

    /// <summary>The folder is removed when the process ends; one that is gone by then does no harm.</summary>
    public static void GuardFolder(string folder) => Tell($"f {folder}");

    private static void Tell(string line)
    {
        if (OperatingSystem.IsWindows())
            return; // No sh; Garnet, the only server of the matrix there, is killed on dispose.

        lock (Gate)
        {
            shell ??= Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true, UseShellExecute = false })
                ?? throw new IOException("/bin/sh could not be started");
            shell.StandardInput.WriteLine(line);
            shell.StandardInput.Flush();
        }
    }
}
