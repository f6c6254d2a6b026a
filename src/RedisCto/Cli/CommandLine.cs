using System.CommandLine;
using System.CommandLine.Invocation;
using RedisCto.Inspection;
using RedisCto.Mcp;
using RedisCto.Patterns;
using RedisCto.Review;

namespace RedisCto.Cli;

/// <summary>The verbs of <c>redis-cto</c>: the same engines and the same reports as the tools.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["--version"])
        {
            await output.WriteLineAsync(ServerSurface.Version);
            return ExitCodes.Clean;
        }

        var engines = Engines.FromEnvironment();
        RootCommand root = new("Redis expertise for C#: reviews code, inspects servers, generates tested patterns, explains. Without a verb it is an MCP server on stdin and stdout.")
        {
            Serve(),
            ReviewCommand.Create(engines, output),
            InspectCommand.Create(engines, output),
            GenerateCommand.Create(engines, output),
            ExplainCommand.Create(engines, output),
            DoctorCommand.Create(engines, output),
            DemoCommand.Create(engines, output),
        };
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
            mistake.ShowHelp = false;
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = Console.Error, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.Error : code;
        }
        catch (Exception expected) when (expected is ReviewInputException or InspectionException or PatternInputException or ToolInputException)
        {
            await Console.Error.WriteLineAsync($"redis-cto: {expected.Message}");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("redis-cto: stopped.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"redis-cto: {fault.Message}");
        }
        catch (Exception fault)
        {
            // Without the message, which may carry what must not be shown.
            await Console.Error.WriteLineAsync($"redis-cto failed inside, please report it: {fault.GetType()}{Environment.NewLine}{fault.StackTrace}");
        }

        return ExitCodes.Error;
    }

    private static Command Serve()
    {
        Command serve = new("serve", "Be an MCP server on stdin and stdout; what an assistant starts.");
        serve.SetAction(_ => ServeCommand.RunAsync());
        return serve;
    }
}
