using Workflow.Server.Hosting;
using Workflow.Server.Tests.Running;
using Xunit;

namespace Workflow.Server.Tests.Identity;

/// <summary>Signing in, staying in, and being put out.</summary>
public sealed class SessionTests(ServerFixture running) : IClassFixture<ServerFixture>
{
    private static object Credentials(string account, string password) => new { account, password };

    [Fact]
    public async Task The_first_administrator_signs_in_with_the_password_of_the_private_file()
    {
        using var administrator = await running.AdministratorAsync();
        var session = (await administrator.GetAsync("/api/session")).Is(200).Json;
        Assert.Equal("admin", session.GetProperty("account").GetString());
        Assert.Equal("000000", session.GetProperty("grants")[0].GetProperty("region").GetString());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(running.Server.FirstAdministratorFile));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_are_told_the_same()
    {
        using var nobody = running.Browser();
        (await nobody.PostAsync("/api/session", Credentials("admin", "wrong"))).Is(401, "sign-in-failed");
        (await nobody.PostAsync("/api/session", Credentials("who-is-this", "wrong"))).Is(401, "sign-in-failed");
    }

    [Fact]
    public async Task Five_failures_lock_the_account_even_for_the_right_password_and_all_at_once()
    {
        using var _ = await running.AccountAsync("clumsy");
        using var nobody = running.Browser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => nobody.PostAsync("/api/session", Credentials("clumsy", "wrong"))));
        Assert.Equal(4, answers.Count(a => a.Status == 401));
        Assert.Equal(8, answers.Count(a => a.Code == "locked-out"));
        (await nobody.PostAsync("/api/session", Credentials("clumsy", Browsing.Password))).Is(429, "locked-out");

        using var administrator = await running.AdministratorAsync();
        (await administrator.PostAsync("/api/accounts/clumsy/password", new { password = "another-long-one" })).Is(200);
        (await nobody.PostAsync("/api/session", Credentials("clumsy", "another-long-one"))).Is(200);
    }

    [Fact]
    public async Task An_unsafe_request_without_the_token_is_refused()
    {
        using var administrator = await running.AdministratorAsync();
        var token = administrator.Csrf;
        administrator.Csrf = null;
        (await administrator.PutAsync("/api/regions/510104", Browsing.Named("锦江区", "Jinjiang"))).Is(403, "csrf-required");
        administrator.Csrf = token + "x";
        (await administrator.PutAsync("/api/regions/510104", Browsing.Named("锦江区", "Jinjiang"))).Is(403, "csrf-required");
        (await administrator.GetAsync("/api/accounts")).Is(200);
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_browser_in()
    {
        using var nobody = running.Browser();
        (await nobody.SendAsync(HttpMethod.Post, "/api/session", Browser.JsonOf(Credentials("admin", running.AdministratorPassword)), null, ("Sec-Fetch-Site", "cross-site")))
            .Is(403, "cross-site");
    }

    [Fact]
    public async Task A_session_ends_with_signing_out_a_new_password_or_the_account()
    {
        using var first = await running.AccountAsync("leaver", ("supervisor", "510104", null));
        using var second = running.Browser();
        await second.SignInAsync("leaver", Browsing.Password);

        (await first.SendAsync(HttpMethod.Delete, "/api/session", null)).Is(204);
        (await first.GetAsync("/api/definitions")).Is(401, "sign-in-required");
        (await second.GetAsync("/api/definitions")).Is(200);

        (await second.PostAsync("/api/accounts/leaver/password", new { password = "a-new-long-one", current = "wrong" })).Is(400, "body-invalid");
        (await second.PostAsync("/api/accounts/leaver/password", new { password = "a-new-long-one", current = Browsing.Password })).Is(200);
        await EventuallyAsync(async () => (await second.GetAsync("/api/definitions")).Status == 401);

        using var third = running.Browser();
        await third.SignInAsync("leaver", "a-new-long-one");
        using var administrator = await running.AdministratorAsync();
        (await administrator.DeleteAsync("/api/accounts/leaver")).Is(200);
        await EventuallyAsync(async () => (await third.GetAsync("/api/definitions")).Status == 401);
        (await third.PostAsync("/api/session", Credentials("leaver", "a-new-long-one"))).Is(401, "sign-in-failed");
    }

    [Fact]
    public async Task Two_nodes_share_sessions_and_a_grant_taken_back_on_one_stops_on_the_other_within_seconds()
    {
        using var onFirst = await running.AccountAsync("traveller", ("supervisor", "510104", null));
        var other = await running.StartAsync();
        using var onSecond = running.Browser(other);
        foreach (System.Net.Cookie cookie in onFirst.Cookies.GetCookies(running.Server.Url)) onSecond.Cookies.Add(other.Url, new System.Net.Cookie(cookie.Name, cookie.Value));
        (await onSecond.GetAsync("/api/definitions")).Is(200);

        using var administrator = await running.AdministratorAsync();
        (await administrator.DeleteAsync("/api/accounts/traveller/grants/supervisor.510104")).Is(200);
        await EventuallyAsync(async () => (await onSecond.GetAsync("/api/definitions")).Status == 403);
    }

    [Fact]
    public async Task Guessing_from_one_address_is_slowed_down_whatever_the_account()
    {
        var strict = await running.StartAsync(new ServerSettings(PasswordIterations: 1_000, SignInFailuresPerMinute: 3, Quiet: true));
        using var nobody = running.Browser(strict);
        var codes = new List<string?>();
        for (var i = 0; i < 8; i++) codes.Add((await nobody.PostAsync("/api/session", Credentials($"guess-{i}", "wrong"))).Code);
        Assert.Contains("too-many-attempts", codes);
    }

    // Grants and sessions are at most a second old; the change feed is faster, and neither gives a signal to wait for.
    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        var until = Environment.TickCount64 + 10_000;
        while (!await holds())
        {
            Assert.True(Environment.TickCount64 < until, "it did not come true within ten seconds");
            await Task.Yield();
        }
    }
}
