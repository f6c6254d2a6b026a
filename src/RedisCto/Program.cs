using RedisCto.Cli;

// Stdout belongs to the protocol (serve) or to the one report a verb prints; whatever else writes to the console lands on stderr.
var report = Console.Out;
Console.SetOut(Console.Error);

// A client starts us without arguments: that path loads no command-line parser.
return args is [] or ["serve"]
    ? await ServeCommand.RunAsync()
    : await CommandLine.RunAsync(args, report);
