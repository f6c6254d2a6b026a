namespace RedisCto.Inspection.Snapshots;

/// <summary>The parts of a snapshot, each of which a server may refuse or not have.</summary>
[Flags]
internal enum SnapshotSections
{
    None = 0,
    Server = 1 << 0,
    Memory = 1 << 1,
    Persistence = 1 << 2,
    Clients = 1 << 3,
    Stats = 1 << 4,
    CommandStats = 1 << 5,
    ErrorStats = 1 << 6,
    Keyspace = 1 << 7,
    Config = 1 << 8,
    Acl = 1 << 9,
    ClientList = 1 << 10,
    KeySample = 1 << 11,
}
