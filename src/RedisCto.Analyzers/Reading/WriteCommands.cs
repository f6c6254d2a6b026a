using System.Collections.Immutable;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells the commands that change data from those that only read it.</summary>
internal static class WriteCommands
{
    private static readonly ImmutableHashSet<string> Names =
    [
        "StringSet", "StringIncrement", "StringDecrement", "StringAppend", "StringSetRange", "StringSetBit", "StringGetSet", "StringGetDelete",
        "StringSetAndGet", "StringDelete", "KeyDelete", "KeyExpire", "KeyPersist", "KeyRename", "KeyMove", "KeyCopy", "HashSet", "HashDelete",
        "HashIncrement", "HashDecrement", "HashFieldExpire", "HashFieldPersist", "HashFieldSetAndSetExpiry", "ListLeftPush", "ListRightPush",
        "ListRemove", "ListTrim", "ListInsertBefore", "ListInsertAfter", "ListSetByIndex", "ListLeftPop", "ListRightPop", "ListMove",
        "ListRightPopLeftPush", "SetAdd", "SetRemove", "SetMove", "SetPop", "SetCombineAndStore", "SortedSetAdd", "SortedSetUpdate",
        "SortedSetIncrement", "SortedSetDecrement", "SortedSetRemove", "SortedSetRemoveRangeByScore", "SortedSetRemoveRangeByRank",
        "SortedSetRemoveRangeByValue", "SortedSetPop", "StreamAdd", "StreamAcknowledge", "StreamDelete", "StreamTrim", "HyperLogLogAdd",
        "GeoAdd", "GeoRemove",
    ];

    public static bool IsWrite(this RedisCommand command) => Names.Contains(command.Name);
}
