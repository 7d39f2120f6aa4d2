using Workflow.Server.Hosting;
using Workflow.Server.Tools;

// The contents page: a tool that needs no server, or arguments and then one of four orders. Routes.cs lists the routes, OneGoServer.cs what a server is made of.
try
{
    if (Tool.Run(args, Console.Out, Console.Error) is { } done) return done;
    var arguments = Arguments.Parse(args);
    return (int)(arguments.Order switch
    {
        Order.Help => Help(),
        Order.Verify => await Maintain.VerifyAsync(arguments),
        Order.Rebuild => await Maintain.RebuildAsync(arguments),
        _ => await ServeAsync(arguments),
    });
}
catch (StartException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return (int)refused.Code;
}

static ExitCode Help()
{
    Console.WriteLine(Arguments.Usage);
    Console.WriteLine(Tool.Usage);
    return ExitCode.Ok;
}

static async Task<ExitCode> ServeAsync(Arguments arguments)
{
    await using var server = await OneGoServer.StartAsync(arguments, ServerSettings.FromEnvironment(), CancellationToken.None);
    Console.WriteLine($"OneGo serves on {server.Url.GetLeftPart(UriPartial.Authority)}");
    if (server.IsFirstStart) Console.WriteLine($"The first administrator's password is in {server.FirstAdministratorFile}");
    await server.WaitForStopAsync();
    return ExitCode.Ok;
}
