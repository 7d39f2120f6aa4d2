using System.Runtime.InteropServices;
using Workflow.Samples.Department;

// A department's own system: takes events from its queue, decides by a rule, sends its opinion, hears the reply. Ends with Ctrl-C or SIGTERM.
if (Settings.FromEnvironment() is not { } settings) return 2;

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
while (!stop.IsCancellationRequested)
{
    try
    {
        await new DepartmentSystem(settings).ServeAsync(stop.Token);
    }
    catch (Exception failed) when (failed is not OperationCanceledException)
    {
        await Console.Error.WriteLineAsync($"broker: {failed.Message}");
    }
    await Task.Delay(TimeSpan.FromSeconds(2), stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
