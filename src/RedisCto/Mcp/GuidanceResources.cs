using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Reports;

namespace RedisCto.Mcp;

/// <summary>Every page of the knowledge base as a resource of its own (some clients list no templates), and one template for clients that do.</summary>
internal sealed class GuidanceResources(Engines engines)
{
    public const string Scheme = "redis-cto://";
    public const string Template = Scheme + "{folder}/{name}";
    private const string Markdown = "text/markdown";

    public ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListResourcesResult
        {
            Resources = [.. engines.Knowledge.Entries.Select(entry => new Resource
            {
                Uri = Scheme + entry.Id,
                Name = entry.Id,
                Title = entry.Title,
                Description = entry.Summary,
                MimeType = Markdown,
            })],
        });

    public static ValueTask<ListResourceTemplatesResult> ListTemplatesAsync(
        RequestContext<ListResourceTemplatesRequestParams> context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates =
            [
                new()
                {
                    UriTemplate = Template,
                    Name = "page",
                    Title = "Redis guidance page",
                    Description = "One page: folder is rules, checks, patterns or notes; name is for example RCTO1201, MEM13, distributed-lock, cache-expiry.",
                    MimeType = Markdown,
                },
            ],
        });

    public ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> context, CancellationToken cancellationToken)
    {
        var uri = context.Params?.Uri ?? "";
        var entry = uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? engines.Knowledge.Find(uri) : null;
        return entry is null
            ? throw Unknown(uri)
            : ValueTask.FromResult(new ReadResourceResult
            {
                Contents = [new TextResourceContents { Uri = Scheme + entry.Id, MimeType = Markdown, Text = GuidanceText.Page(entry) }],
            });
    }

    private McpProtocolException Unknown(string uri)
    {
        var nearest = engines.Knowledge.Nearest(uri, 3);
        McpProtocolException unknown = new(
            $"There is no resource '{uri}'. Nearest: {string.Join(", ", nearest.Select(id => Scheme + id))}.", McpErrorCode.InvalidParams);
        unknown.Data["uri"] = uri;
        unknown.Data["nearest"] = string.Join(", ", nearest.Select(id => Scheme + id));
        return unknown;
    }
}
