using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Identity;

/// <summary>Who may open accounts, grant roles and issue keys, and where.</summary>
public sealed class AccountTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    private static object NewAccount(string account, string region, params object[] grants) =>
        new { account, region, displayName = account, kind = "staff", password = Browsing.Password, grants };

    [Fact]
    public async Task An_administrator_reaches_only_what_lies_within_the_own_region()
    {
        using var city = await running.AccountAsync("city-admin", ("administrator", "510100", null));

        (await city.PostAsync("/api/accounts", NewAccount("inside", "510104", new { role = "officer", region = "510104", department = "fire" }))).Is(201);
        (await city.PostAsync("/api/accounts", NewAccount("outside", "440100"))).Is(403, "region-forbidden");
        (await city.PostAsync("/api/accounts", NewAccount("above", "510104", new { role = "administrator", region = "510000" }))).Is(403, "grant-beyond-own");
        (await city.PostAsync("/api/accounts/inside/grants", new { role = "auditor", region = "000000" })).Is(403, "grant-beyond-own");
        (await city.PostAsync("/api/accounts/admin/password", new { password = "taken-over-now" })).Is(403);
        (await city.GetAsync("/api/accounts/admin")).Is(404, "account-not-found");

        var names = (await city.GetAsync("/api/accounts")).Is(200).Json.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("account").GetString());
        Assert.Contains("inside", names);
        Assert.DoesNotContain("admin", names);
    }

    [Fact]
    public async Task A_county_administrator_cannot_take_over_somebody_with_a_role_elsewhere()
    {
        using var county = await running.AccountAsync("county-admin", ("administrator", "510104", null));
        using var wide = await running.AccountAsync("wide-one", ("supervisor", "510000", null));
        (await county.PostAsync("/api/accounts/wide-one/password", new { password = "taken-over-now" })).Is(403, "grant-beyond-own");
        (await county.DeleteAsync("/api/accounts/wide-one")).Is(403, "grant-beyond-own");
    }

    [Fact]
    public async Task Nobody_takes_the_administrators_role_from_himself()
    {
        using var administrator = await running.AdministratorAsync();
        (await administrator.DeleteAsync("/api/accounts/admin/grants/administrator.000000")).Is(409, "own-administrator");
        (await administrator.DeleteAsync("/api/accounts/admin")).Is(409, "own-administrator");
    }

    [Fact]
    public async Task A_wrong_account_names_every_field()
    {
        using var administrator = await running.AdministratorAsync();
        var answer = (await administrator.PostAsync("/api/accounts", """
            {"account": "Big Name", "region": "51", "displayName": "", "password": "short", "grants": [{"role": "king", "region": "510104"}], "colour": 1}
            """)).Is(400, "body-invalid");
        Assert.Equal(["$.account field-format", "$.region field-format", "$.displayName field-length", "$.password field-length", "$.colour field-unknown"], answer.Errors);
        var grants = (await administrator.PostAsync("/api/accounts",
            NewAccount("right-name", "510104", new { role = "king", region = "510104" }, new { role = "officer", region = "510104" }))).Is(400, "body-invalid");
        Assert.Equal(["$.grants[0].role field-choice", "$.grants[1].department field-required"], grants.Errors);
    }

    [Fact]
    public async Task An_applicant_registers_once_and_holds_only_the_applicants_role()
    {
        using var nobody = running.Browser();
        var wish = new { account = "wang-xiaoming", displayName = "王小明", password = Browsing.Password };
        var first = (await nobody.PostAsync("/api/registrations", wish, "register-1")).Is(201);
        var again = (await nobody.PostAsync("/api/registrations", wish, "register-1")).Is(201);
        Assert.Equal(first.Text, again.Text);
        (await nobody.PostAsync("/api/registrations", wish, "register-2")).Is(409, "account-exists");

        await nobody.SignInAsync("wang-xiaoming", Browsing.Password);
        var session = (await nobody.GetAsync("/api/session")).Json;
        Assert.Equal("applicant", Assert.Single(session.GetProperty("grants").EnumerateArray()).GetProperty("role").GetString());
        (await nobody.GetAsync("/api/accounts")).Is(403, "forbidden");
    }

    [Fact]
    public async Task An_integrator_works_with_a_key_until_it_is_revoked()
    {
        using var administrator = await running.AdministratorAsync();
        (await administrator.PostAsync("/api/accounts", new { account = "tax-office", region = "510104", displayName = "Tax", kind = "integrator", grants = new[] { new { role = "supervisor", region = "510104" } } })).Is(201);
        var issued = (await administrator.PostAsync("/api/accounts/tax-office/keys", new { note = "worker" }, "issue")).Is(201).Json;
        var header = ("Authorization", "Bearer " + issued.GetProperty("key").GetString());
        (await administrator.PostAsync("/api/accounts/tax-office/keys", new { note = "worker" }, "issue")).Is(409, "api-key-shown-once");

        using var program = running.Browser();
        (await program.SendAsync(HttpMethod.Get, "/api/definitions", null, null, header)).Is(200);
        (await program.SendAsync(HttpMethod.Get, "/api/definitions", null, null, (header.Item1, header.Item2 + "x"))).Is(401, "api-key-invalid");
        (await program.SendAsync(HttpMethod.Get, "/api/accounts", null, null, header)).Is(403, "forbidden");

        (await administrator.DeleteAsync($"/api/accounts/tax-office/keys/{issued.GetProperty("id").GetString()}")).Is(200);
        var until = Environment.TickCount64 + 10_000;
        while ((await program.SendAsync(HttpMethod.Get, "/api/definitions", null, null, header)).Status != 401) Assert.True(Environment.TickCount64 < until);
    }

    [Fact]
    public async Task No_password_stands_in_the_log_or_in_a_hash_that_is_fast_to_guess()
    {
        using var nobody = running.Browser();
        (await nobody.PostAsync("/api/registrations", new { account = "careful", displayName = "x", password = "very-secret-1" }, "careful-1")).Is(201);
        // The same key with another password is the same command: the password is no part of what is compared.
        (await nobody.PostAsync("/api/registrations", new { account = "careful", displayName = "x", password = "very-secret-2" }, "careful-1")).Is(201);
        await nobody.SignInAsync("careful", "very-secret-1");
    }
}
