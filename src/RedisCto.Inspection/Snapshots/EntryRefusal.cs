using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Says why a server that answers does not let us in. The server's own words are never repeated: they may quote the password.</summary>
internal static class EntryRefusal
{
    /// <summary>True where no further command would be answered either.</summary>
    public static bool IsFinal(RespError error) => error.Code is "NOAUTH" or "WRONGPASS" or "LOADING" or "BUSY" or "DENIED" ||
        error.Mentions("max number of clients");

    public static InspectionException Of(RespError error, ConnectionSettings settings) => new(error switch
    {
        { Code: "NOAUTH" } =>
            $"{settings.Label} asks for a password (NOAUTH). Set REDIS_URL or REDIS_CTO_CONNECTIONS__<name> to redis://user:password@host:port " +
            "in the environment of this server, and pass that name as connection.",
        { Code: "LOADING" } => StillLoading(settings, ""),
        { Code: "BUSY" } =>
            $"{settings.Label} is busy with a Lua script or function that runs too long (BUSY). " +
            "Wait, or end it with SCRIPT KILL or FUNCTION KILL; then inspect again.",
        { Code: "DENIED" } =>
            $"{settings.Label} runs in protected mode and lets in only clients of its own machine. " +
            $"Set a password on it (ACL SETUSER default), and give it in {settings.Source}.",
        _ when error.Mentions("max number of clients") =>
            $"{settings.Label} has no free client slot (maxclients is reached). Close idle clients or raise maxclients; then inspect again. " +
            "Connections opened per request are the usual cause.",
        _ when error.Mentions("without any password") || error.Mentions("no password is set") =>
            $"{settings.Label} has no password, but {settings.Source} gives one. Remove the password there, or set one on the server.",
        _ => $"{settings.Label} refuses the user or password in {settings.Source} (wrong password, unknown user, or user off). Correct it there.",
    });

    public static InspectionException Loading(InfoText info, ConnectionSettings settings)
    {
        var done = info.Has("loading_loaded_perc") ? $" ({UntrustedText.Show(info.Text("loading_loaded_perc"), 8)} % read)" : "";
        return new InspectionException(StillLoading(settings, done));
    }

    private static string StillLoading(ConnectionSettings settings, string done) =>
        $"{settings.Label} is still loading its data set from disk{done} and answers nothing else. Inspect again when it has finished; " +
        "INFO persistence shows the progress (loading_eta_seconds).";
}
