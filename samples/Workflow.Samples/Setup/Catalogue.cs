using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.Contracts;
using Workflow.Samples.Api;

namespace Workflow.Samples.Setup;

/// <summary>
/// Makes sure that everything a sample needs is there: regions, departments, accounts, definitions, joint items.
/// Each request's Idempotency-Key is made of what is sent, so asking again changes nothing, and a changed sample is
/// published as a new version.
/// </summary>
internal sealed class Catalogue(Session administrator)
{
    private const int AtOnce = 4;

    /// <param name="accounts">those that take part: a password's hash is made slow on purpose, so no more than needed</param>
    public async Task EnsureAsync(IReadOnlyList<string> samples, IEnumerable<DemoAccount> accounts)
    {
        foreach (var (code, zh, en) in Places.Regions)
            await PutAsync($"/api/regions/{code}", new { name = new Text(zh, en) });
        foreach (var (region, _) in Places.Districts)
            foreach (var (code, zh, en) in Places.Departments)
                await PutAsync($"/api/departments/{region}/{code}", new { name = new Text(zh, en) });

        await Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (account, _) => await OpenAsync(account));

        foreach (var sample in samples) await PublishAsync(sample);
    }

    private async Task PublishAsync(string sample)
    {
        foreach (var (code, rules) in SampleFiles.Rules(sample))
            await administrator.PutAsync($"/api/rules/{code}?region={Places.Chengdu}", JsonSerializer.Deserialize<JsonElement>(rules), Key("rules-" + code, rules));
        var definition = SampleFiles.Definition(sample);
        await administrator.PostBytesAsync<JsonElement>($"/api/definitions/{sample}?region={Places.Chengdu}", definition, "application/xml", Key("definition-of-chengdu", definition));
        var item = SampleFiles.JointItem(sample);
        // A version of the joint item keeps the definition's version of its day, so a new definition publishes it anew.
        await administrator.PutAsync($"/api/joint-items/{sample}", JsonSerializer.Deserialize<JsonElement>(item), Key("item", [.. definition, .. item]));
    }

    private async Task OpenAsync(DemoAccount account)
    {
        object[] grants = account.Role == "applicant" ? []
            : [new { role = account.Role, region = account.Region, department = account.Department }];
        var body = new { account = account.Account, displayName = account.Name, region = account.Region ?? Places.Chengdu, password = account.Password, grants };
        try { await administrator.PostAsync("/api/accounts", body, Key("account", JsonSerializer.SerializeToUtf8Bytes(body))); }
        catch (ProblemException problem) when (problem.Code == "account-exists")
        {
            // Another data folder has used this database: the account stays, with the password that this folder knows.
            await administrator.PostAsync($"/api/accounts/{account.Account}/password", new { password = account.Password }, Key("password", Encoding.UTF8.GetBytes(account.Account + account.Password)));
        }
    }

    private Task PutAsync(string path, object body) => administrator.PutAsync(path, body, Key("put", [.. Encoding.UTF8.GetBytes(path), .. JsonSerializer.SerializeToUtf8Bytes(body)]));

    private static string Key(string what, byte[] content) => $"sample-{what}-{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}";
}
