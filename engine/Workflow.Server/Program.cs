using Workflow.Server.Hosting;

// The contents page: arguments, then one of four orders. Routes.cs lists the routes, OneGoServer.cs what a server is made of.
try
{
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
