using System.Text;
using Workflow.Samples;
using Workflow.Samples.Api;
using Workflow.Samples.Demo;
using Workflow.Samples.Walk;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (options, reason) = Options.Read(args);
if (options is null)
{
    Console.Error.WriteLine($"{reason}\n{Options.Usage}");
    return 2;
}
try
{
    if (options.Command == "walk") await Walks.PlayAsync(Walks.Find(options.Sample)!, options, Console.Out);
    else await Demos.FillAsync(options, Console.Out);
    return 0;
}
catch (Exception failed) when (failed is ProblemException or StoryException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{options.Command} stopped: {failed.Message}");
    return 1;
}
