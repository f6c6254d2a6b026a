namespace RedisCto.Review;

/// <summary>What the catalogue says of one rule.</summary>
/// <param name="Id">RCTO and four digits for ours, SER and three for those of StackExchange.Redis itself.</param>
/// <param name="Name">The fault's name, for example KeysCommand.</param>
/// <param name="Severity">How certain the harm is.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">Why it hurts in production.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="HasFix">True where the rule can offer its correction as a diff.</param>
public sealed record RuleInfo(string Id, string Name, RuleSeverity Severity, string Title, string Why, string Remedy, bool HasFix);
