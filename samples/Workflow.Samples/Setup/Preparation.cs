using Workflow.Samples.Api;

namespace Workflow.Samples.Setup;

/// <summary>What every story needs before its first line: the accounts, and the samples published by the administrator.</summary>
internal static class Preparation
{
    public static async Task<(Patience Patience, string ControlKey)> RunAsync(Options options, IReadOnlyList<string> samples, IEnumerable<DemoAccount> accounts)
    {
        var patience = new Patience(options.Patience);
        var (name, password) = Secrets.FirstAdministrator(options.Data);
        using var administrator = new Session(options.Url, name, password, patience);
        await administrator.SignInAsync();
        var catalogue = new Catalogue(administrator);
        await catalogue.EnsureAsync(samples, accounts);
        return (patience, Secrets.ControlKey(options.Data));
    }
}
