using System.CommandLine;
using RedisCto.Mcp;
using RedisCto.Reports;

namespace RedisCto.Cli;

/// <summary>Prints the page of an id, or the passages that answer a question.</summary>
internal static class ExplainCommand
{
    private const int Limit = 4;

    public static Command Create(Engines engines, TextWriter output)
    {
        Argument<string[]> words = new("question") { Description = "An id (RCTO1201, MEM13, notes/cache-expiry) or a question.", Arity = ArgumentArity.OneOrMore };
        var target = SharedOptions.Target();
        var json = SharedOptions.AsJson();
        Command explain = new("explain", "Explain a finding, or answer a question about Redis.") { words, target, json };
        explain.SetAction(async (parsed, _) =>
        {
            var question = string.Join(' ', parsed.GetRequiredValue(words));
            var text = Guidance.TryPage(engines.Knowledge, question)
                ?? Guidance.Answer(engines.Knowledge, question, Targets.Read(parsed.GetValue(target)!), Limit);
            if (parsed.GetValue(json))
                await output.WriteJsonAsync(new Explanation(question, text));
            else
                await output.WriteAsync(text);
            return ExitCodes.Clean;
        });
        return explain;
    }

    private sealed record Explanation(string Question, string Text);
}
