using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisCto.Analyzers.Reading;

/// <summary>Asks once whether any file of the project sends one of some commands: as a member, or by name in a text or script.</summary>
/// <param name="compilation">The files that are reviewed together.</param>
/// <param name="members">Members without Async: <c>StreamTrim</c>.</param>
/// <param name="commands">Commands in capitals: <c>XTRIM</c>.</param>
internal sealed class ProjectMention(Compilation compilation, string[] members, string[] commands)
{
    private readonly Lazy<bool> found = new(() => compilation.SyntaxTrees.Any(tree => Mentions(tree, members, commands)));

    public bool IsThere => found.Value;

    private static bool Mentions(SyntaxTree tree, string[] members, string[] commands)
    {
        // The text is asked before the tokens, which takes far longer; a comment is no command.
        var text = tree.GetText().ToString();
        return (Array.Exists(members, member => text.Contains(member))
                || Array.Exists(commands, command => Contains(text, command)))
            && tree.GetRoot().DescendantTokens().Any(token => (SyntaxKind)token.RawKind switch
            {
                SyntaxKind.IdentifierToken => Array.Exists(members, member => IsNamed(token.ValueText, member)),
                SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
                    or SyntaxKind.MultiLineRawStringLiteralToken => Array.Exists(commands, command => Contains(token.ValueText, command)),
                _ => false,
            });
    }

    private static bool IsNamed(string name, string member) =>
        name.StartsWith(member, StringComparison.Ordinal) && (name.Length == member.Length || name.Substring(member.Length) == "Async");

    private static bool Contains(string text, string command) => text.IndexOf(command, StringComparison.OrdinalIgnoreCase) >= 0;
}
