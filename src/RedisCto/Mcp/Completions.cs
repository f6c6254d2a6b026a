using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>Completes folder and name of a page's URI. The SDK itself completes prompt arguments, from their allowed values.</summary>
internal sealed class Completions(Engines engines)
{
    /// <summary>The protocol's own limit.</summary>
    private const int MaxValues = 100;

    public ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> context, CancellationToken cancellationToken)
    {
        var argument = context.Params!.Argument;
        var values = context.Params.Ref is ResourceTemplateReference ? PageValues(argument.Name, context.Params.Context?.Arguments) : [];
        var matching = values.Where(value => value.StartsWith(argument.Value, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal).ToList();
        return ValueTask.FromResult(new CompleteResult
        {
            Completion = new() { Values = [.. matching.Take(MaxValues)], Total = matching.Count, HasMore = matching.Count > MaxValues },
        });
    }

    private IEnumerable<string> PageValues(string argument, IDictionary<string, string>? chosen)
    {
        var ids = engines.Knowledge.Entries.Select(entry => entry.Id.Split('/', 2));
        if (string.Equals(argument, "folder", StringComparison.Ordinal))
            return ids.Select(id => id[0]);
        var folder = chosen is not null && chosen.TryGetValue("folder", out var value) ? value : "";
        return ids.Where(id => folder.Length == 0 || string.Equals(id[0], folder, StringComparison.OrdinalIgnoreCase)).Select(id => id[1]);
    }
}
