using Workflow.Samples.Api;

namespace Workflow.Samples.Setup;

/// <summary>What the server keeps in its data folder for those who own the machine.</summary>
internal static class Secrets
{
    /// <summary>Whoever can read this key may move test clocks; the server compares it and never sends it.</summary>
    public static string ControlKey(string data) => Read(data, "control.key").Trim();

    /// <summary>Account and password of the first administrator.</summary>
    public static (string Account, string Password) FirstAdministrator(string data)
    {
        var words = Read(data, "first-admin.txt").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [var account, var password] ? (account, password)
            : throw new StoryException("first-admin.txt should hold the account and the password of the first administrator");
    }

    private static string Read(string data, string name)
    {
        var path = Path.Combine(data, name);
        return File.Exists(path) ? File.ReadAllText(path)
            : throw new StoryException($"{path} is missing: the walk and the demo act with the data folder of the server itself");
    }
}
