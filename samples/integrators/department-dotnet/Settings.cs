namespace Workflow.Samples.Department;

/// <summary>What the program needs, from the environment; setup.mjs writes it to a file.</summary>
/// <param name="EventSecret">OneGo signs its events with it</param>
/// <param name="CommandSecret">this system signs its commands with it</param>
internal sealed record Settings(Uri Broker, string Account, string Department, string EventSecret, string CommandSecret)
{
    /// <summary>Null when one is missing; it is named on the standard error.</summary>
    public static Settings? FromEnvironment()
    {
        string[] names = ["ONEGO_RABBITMQ", "ONEGO_ACCOUNT", "ONEGO_DEPARTMENT", "ONEGO_SUBSCRIPTION_SECRET", "ONEGO_SIGNING_SECRET"];
        var values = names.Select(Environment.GetEnvironmentVariable).ToArray();
        foreach (var (name, value) in names.Zip(values))
            if (string.IsNullOrEmpty(value)) Console.Error.WriteLine($"{name} is not set; see samples/integrators/README.md");
        return values.All(v => !string.IsNullOrEmpty(v)) ? new(new Uri(values[0]!), values[1]!, values[2]!, values[3]!, values[4]!) : null;
    }
}
