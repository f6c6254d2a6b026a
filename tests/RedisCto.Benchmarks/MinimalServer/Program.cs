// The least that the SDK can do, as the yardstick for our own start: an empty host, stdio, one tool.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MinimalServer;

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Services.AddMcpServer().WithStdioServerTransport().WithTools<EchoTools>();
await builder.Build().RunAsync();
