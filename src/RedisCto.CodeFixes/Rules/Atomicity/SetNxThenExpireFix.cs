using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Atomicity;

/// <summary>Moves the lifetime from KeyExpire into SET NX, and removes KeyExpire.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetNxThenExpireFix)), Shared]
public sealed class SetNxThenExpireFix() : ExpireIntoSet("RCTO1403");
