using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Security;

/// <summary>Reports a server that is open to the network: every interface, no protected mode, no password.</summary>
internal sealed class ProtectedModeOff() : InspectionCheck(new(
    Id: "SEC16",
    Title: "the server is open to the network",
    Severity.Critical,
    InspectionFocus.Security,
    Needs: SnapshotSections.Config,
    Remedy: "Set a password first (ACL SETUSER default resetpass >…), then bind only the addresses that the app uses (CONFIG SET bind \"127.0.0.1 10.0.0.5\"), " +
            "CONFIG SET protected-mode yes, CONFIG REWRITE, and close the port in the firewall. Managed services: keep the endpoint private."))
{
    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        if (snapshot.Setting("protected-mode") is "no" &&
            NetworkExposure.BindsEveryInterface(snapshot) && NetworkExposure.DefaultUserIsOpen(snapshot))
        {
            yield return Report(
                "The server listens on every interface, protected mode is off, and the default user needs no password: " +
                "whoever reaches the port owns the data and, by CONFIG or MODULE, often the machine.",
                ("bind", UntrustedText.Show(snapshot.Setting("bind")!)), ("protected-mode", "no"), ("default user", "nopass"));
        }
    }

    protected override string? CannotJudge(ServerSnapshot snapshot)
    {
        if (snapshot.Setting("protected-mode") is null || snapshot.Setting("bind") is null)
            return $"{snapshot.Server.Product} tells no bind or protected-mode";
        return snapshot.Authenticated ? snapshot.Absent.GetValueOrDefault(SnapshotSections.Acl) : null;
    }
}
