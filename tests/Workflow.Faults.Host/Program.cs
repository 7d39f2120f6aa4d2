using System.Globalization;
using Workflow.Faults.Host;
using Workflow.Server.Hosting;

// Workflow.Faults.Host <clock offset> <the server's arguments>. A line on standard input sets another offset; it is repeated on standard output.
if (args is not [var offset, .. var words]) return (int)ExitCode.WrongArguments;
var clock = new WrongClock(TimeSpan.Parse(offset, CultureInfo.InvariantCulture));
try
{
    var settings = ServerSettings.FromEnvironment() with { Machine = clock };
    await using var server = await OneGoServer.StartAsync(Arguments.Parse(words), settings, CancellationToken.None);
    Console.WriteLine($"OneGo serves on {server.Url.GetLeftPart(UriPartial.Authority)}");
    _ = Task.Run(async () =>
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            clock.Offset = TimeSpan.Parse(line, CultureInfo.InvariantCulture);
            Console.WriteLine($"clock {line}");
        }
    });
    await server.WaitForStopAsync();
    return (int)ExitCode.Ok;
}
catch (StartException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return (int)refused.Code;
}
