namespace RedisCto.Inspection;

/// <summary>Every check of this assembly, found by its type: a new file is all that a new check needs.</summary>
internal static class CheckCatalog
{
    public static IReadOnlyList<InspectionCheck> All { get; } =
        [.. typeof(CheckCatalog).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(InspectionCheck)) && !type.IsAbstract)
            .Select(type => (InspectionCheck)Activator.CreateInstance(type)!)
            .OrderBy(check => check.Descriptor.Id, StringComparer.Ordinal)];

    /// <summary>The checks of one focus, with those that speak of the inspection itself.</summary>
    public static IEnumerable<InspectionCheck> For(InspectionFocus focus) => All.Where(check =>
        focus == InspectionFocus.All || check.Descriptor.Focus == focus || check.Descriptor.Focus == InspectionFocus.All);
}
