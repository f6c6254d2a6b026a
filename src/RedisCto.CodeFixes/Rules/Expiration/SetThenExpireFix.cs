using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Expiration;

/// <summary>Moves the lifetime from KeyExpire into StringSet, and removes KeyExpire.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetThenExpireFix)), Shared]
public sealed class SetThenExpireFix() : ExpireIntoSet("RCTO1302");
