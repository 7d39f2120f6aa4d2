namespace Workflow.Server.Hosting;

/// <summary>Orders that run once and end: checking the log, making derived tables anew.</summary>
internal static class Maintain
{
    public static Task<ExitCode> VerifyAsync(Arguments arguments) => throw new StartException(ExitCode.Failed, $"{arguments.Order} is not there yet.");

    public static Task<ExitCode> RebuildAsync(Arguments arguments) => throw new StartException(ExitCode.Failed, $"{arguments.Order} is not there yet.");
}
