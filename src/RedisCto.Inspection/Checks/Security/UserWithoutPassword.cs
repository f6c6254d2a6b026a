using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Security;

/// <summary>Reports users that need no password on a server which other machines can reach.</summary>
internal sealed class UserWithoutPassword() : InspectionCheck(new(
    Id: "SEC01",
    Title: "a user needs no password",
    Severity.Critical,
    InspectionFocus.Security,
    Needs: SnapshotSections.None,
    Remedy: "Give every user a password or switch it off: ACL SETUSER <user> resetpass >… (from a prompt, not a script), or ACL SETUSER <user> off; " +
            "then ACL SAVE or CONFIG REWRITE. Managed services: switch on authentication (auth token, ACL users, access keys)."))
{
    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var reach = NetworkExposure.ReachOf(snapshot);
        if (reach == NetworkReach.Loopback)
            return [];

        var users = snapshot.Has(SnapshotSections.Acl)
            ? snapshot.Acl.Where(user => user is { Enabled: true, NeedsNoPassword: true })
            : [new AclUser("default", Enabled: true, NeedsNoPassword: true, MayRunEverything: true)];
        return users.Select(user => Judge(user, reach));
    }

    protected override string? CannotJudge(ServerSnapshot snapshot) =>
        snapshot.Authenticated ? snapshot.Absent.GetValueOrDefault(SnapshotSections.Acl) : null;

    private Finding Judge(AclUser user, NetworkReach reach)
    {
        var name = UntrustedText.Show(user.Name);
        var (where, severity, confidence) = reach switch
        {
            NetworkReach.Protected => ("Only protected mode keeps other machines out.", Severity.Low, Confidence.High),
            NetworkReach.Unknown => ("Whether other machines can connect could not be seen (bind is not told).", Severity.High, Confidence.Medium),
            _ => ("Other machines can connect.", user.MayRunEverything ? Severity.Critical : Severity.High, Confidence.High),
        };
        return Report(
            $"User {name} is on and needs no password{(user.MayRunEverything ? ", and may run every command" : "")}. {where}",
            ("user", name), ("nopass", "yes"), ("reach", reach)) with
        {
            Severity = severity,
            Confidence = confidence,
            SuppressionKey = $"{Descriptor.Id}:{name}",
        };
    }
}
