namespace RedisCto.Inspection.Snapshots;

/// <summary>One user of ACL LIST. Password hashes are dropped while the line is read and never kept.</summary>
internal sealed record AclUser(string Name, bool Enabled, bool NeedsNoPassword, bool MayRunEverything)
{
    public bool IsDefault => Name is "default";

    /// <summary>
    /// Reads a line such as <c>user default on nopass sanitize-payload ~* &amp;* +@all</c>: token by token, since versions differ
    /// in which tokens they print.
    /// </summary>
    public static AclUser? Parse(string line)
    {
        var tokens = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (tokens is not ["user", var name, .. var rules])
            return null;

        var mayRunEverything = false;
        foreach (var rule in rules)
        {
            if (rule is "+@all" or "allcommands")
                mayRunEverything = true;
            else if (rule.StartsWith('-'))
                mayRunEverything = false;
        }

        return new AclUser(name, rules.Contains("on", StringComparer.Ordinal), rules.Contains("nopass", StringComparer.Ordinal), mayRunEverything);
    }
}
