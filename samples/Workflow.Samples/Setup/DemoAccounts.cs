using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Samples.Setup;

/// <param name="Name">how a person of this account is shown, in Chinese</param>
/// <param name="Role">role in the words of the API: window, officer, supervisor, designer, administrator, auditor, integrator, applicant</param>
/// <param name="Region">division code that the role is held in; null for applicants</param>
/// <param name="Department">department code; null for roles that have none</param>
internal sealed record DemoAccount(string Account, string Name, string Role, string? Region, string? Department, string Password);

/// <summary>
/// The accounts that walk and demo act with. Their passwords are random, made once for a data folder and kept there in
/// demo-accounts.json, which only its owner can read.
/// </summary>
internal sealed class DemoAccounts
{
    private const string FileName = "demo-accounts.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    private readonly Dictionary<string, DemoAccount> byName;

    private DemoAccounts(IReadOnlyList<DemoAccount> all, bool areNew)
    {
        (All, AreNew) = (all, areNew);
        byName = all.ToDictionary(a => a.Account, StringComparer.Ordinal);
    }

    public IReadOnlyList<DemoAccount> All { get; }

    /// <summary>Some of them were made just now, so the server does not know them yet.</summary>
    public bool AreNew { get; }

    public DemoAccount? Find(string account) => byName.GetValueOrDefault(account);
    public DemoAccount Officer(string region, string department) => All.First(a => a.Region == region && a.Department == department);
    public DemoAccount Supervisor(string region) => All.First(a => a.Region == region && a.Role == "supervisor");
    public DemoAccount Applicant(int number) => byName[$"applicant-{number}"];

    /// <summary>Reads the folder's accounts, or makes their passwords when there are none yet.</summary>
    public static DemoAccounts Open(string data)
    {
        var path = Path.Combine(data, FileName);
        List<DemoAccount> known = File.Exists(path) ? JsonSerializer.Deserialize<List<DemoAccount>>(File.ReadAllText(path), Json) ?? [] : [];
        List<DemoAccount> missing = [.. Wanted().Where(w => known.All(k => k.Account != w.Account))];
        if (missing.Count == 0) return new(known, areNew: false);
        known.AddRange(missing);
        PrivateFile.Write(path, JsonSerializer.Serialize(known, Json));
        return new(known, areNew: true);
    }

    private static IEnumerable<DemoAccount> Wanted()
    {
        foreach (var (region, word) in Places.Districts)
        {
            var place = Places.Regions.First(r => r.Code == region).Zh;
            foreach (var (department, zh, _) in Places.DepartmentsOf(region))
                yield return new($"{word}-{department}", $"{place}{zh}", department == Places.Window ? "window" : "officer", region, department, NewPassword());
            yield return new($"{word}-supervisor", $"{place}督办", "supervisor", region, null, NewPassword());
        }
        // Somebody to reassign to, and those who look after the whole city.
        yield return new("jinjiang-market-2", "锦江区市场监督管理局二科", "officer", "510104", "market", NewPassword());
        foreach (var (role, zh) in ((string, string)[])[("designer", "流程设计"), ("administrator", "系统管理"), ("supervisor", "督办"), ("auditor", "审计"), ("integrator", "系统对接")])
            yield return new($"chengdu-{role}", $"成都市{zh}", role, Places.Chengdu, null, NewPassword());
        for (var i = 1; i <= 4; i++) yield return new($"applicant-{i}", $"申请人{"一二三四"[i - 1]}", "applicant", null, null, NewPassword());
    }

    // Without the characters that are mistaken for each other: these are read from a screen and typed.
    private static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 14);
}
