using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisCto.Analyzers.Tests;

/// <summary>Pasted code is often cut off or does not compile: no rule may fail on it.</summary>
public sealed class BrokenCodeTests
{
    public static TheoryData<string> Stories => [.. FieldCasesTests.Cases.Select(row => row.Data.Item1)];

    [Theory, MemberData(nameof(Stories))]
    public async Task FileCutOffAnywhere_MakesNoRuleFail(string story)
    {
        var text = "using StackExchange.Redis;\n" + FieldCasesTests.Cases.Single(row => row.Data.Item1 == story).Data.Item2;
        for (var length = 40; length < text.Length; length += 61)
        {
            var compilation = CSharpCompilation.Create(
                "Cut", [CSharpSyntaxTree.ParseText(text[..length], cancellationToken: TestContext.Current.CancellationToken)], ClientReferences.Newest, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

            var found = await compilation.WithAnalyzers([.. FieldCasesTests.Rules.Cast<DiagnosticAnalyzer>()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

            Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        }
    }

    [Fact]
    public async Task WithoutTheClient_NoRuleSpeaks()
    {
        var compilation = CSharpCompilation.Create(
            "Plain",
            [CSharpSyntaxTree.ParseText("class C { void M(dynamic db) { db.Execute(\"KEYS\", \"*\"); foreach (var key in new string[9]) db.KeyDelete(key); } }", cancellationToken: TestContext.Current.CancellationToken)],
            ClientReferences.WithoutClient,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        Assert.Empty(await compilation.WithAnalyzers([.. FieldCasesTests.Rules.Cast<DiagnosticAnalyzer>()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }
}
