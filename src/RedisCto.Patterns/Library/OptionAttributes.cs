using System;

namespace RedisCto.Patterns.Library;

/// <summary>Marks the switch of an option: the library decides by it at run time, generated code holds only the branch that was asked for.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionSwitchAttribute(string option) : Attribute
{
    public string Option { get; } = option;
}

/// <summary>Marks a type or member that is handed out only where the option is asked for.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class OnlyWithAttribute(string option) : Attribute
{
    public string Option { get; } = option;
}

/// <summary>Marks a type or member that is handed out only where the option is not asked for.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class OnlyWithoutAttribute(string option) : Attribute
{
    public string Option { get; } = option;
}
