using System.Net;
using System.Text.Json;
using Workflow.Contracts.Store;
using Workflow.Server.Tests.Cases;
using Xunit;

namespace Workflow.Server.Tests.Store;

/// <summary>What a person keeps for himself: nobody else reads it, and no saving overwrites a newer one unseen.</summary>
public sealed class PersonalStoreTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task What_was_saved_is_read_again_by_its_owner_and_by_nobody_else()
    {
        var (fire, market) = (await world.AsAsync("fire"), await world.AsAsync("market"));
        var saved = await SaveAsync(fire, "inbox.filters", new { value = new { kind = "review", words = new[] { "同意", "符合要求" } } });
        var read = await fire.GetAsync<StoredValueAnswer>("/api/my/inbox.filters");
        Assert.Equal(("同意", saved.Version, saved.SavedAt), (read.Value.GetProperty("words")[0].GetString(), read.Version, read.SavedAt));
        Assert.Contains("inbox.filters", (await fire.GetAsync<StoredKeyAnswer[]>("/api/my")).Select(k => k.Key));

        Assert.Equal("404 nothing-stored", await market.RefusedAsync(HttpMethod.Get, "/api/my/inbox.filters"));
        Assert.DoesNotContain("inbox.filters", (await market.GetAsync<StoredKeyAnswer[]>("/api/my")).Select(k => k.Key));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_there_does_not_overwrite_what_came_after_it()
    {
        var api = await world.AsAsync("health");
        var first = await SaveAsync(api, "draft", new { value = "a", version = 0 });
        Assert.Equal("409 store-moved", await api.RefusedAsync(HttpMethod.Put, "/api/my/draft", new { value = "b", version = 0 }));
        var second = await SaveAsync(api, "draft", new { value = "b", version = first.Version });
        Assert.True(second.Version > first.Version);
        Assert.Equal("409 store-moved", await api.RefusedAsync(HttpMethod.Put, "/api/my/draft", new { value = "c", version = first.Version }));
        await SaveAsync(api, "draft", new { value = "d" });
        Assert.Equal("d", (await api.GetAsync<StoredValueAnswer>("/api/my/draft")).Value.GetString());

        await (await api.SendAsync(HttpMethod.Delete, "/api/my/draft")).Content.ReadAsStringAsync();
        Assert.Equal("404 nothing-stored", await api.RefusedAsync(HttpMethod.Get, "/api/my/draft"));
        Assert.Equal("409 store-moved", await api.RefusedAsync(HttpMethod.Put, "/api/my/draft", new { value = "e", version = second.Version }));
        Assert.True((await SaveAsync(api, "draft", new { value = "f", version = 0 })).Version > second.Version);
    }

    [Fact]
    public async Task Two_tabs_that_save_at_once_do_not_both_win()
    {
        var api = await world.AsAsync("ecology");
        var start = await SaveAsync(api, "phrases", new { value = 0 });
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => api.TryAsync(HttpMethod.Put, "/api/my/phrases", new { value = i, version = start.Version })));
        Assert.Equal(1, tries.Count(t => t.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, tries.Count(t => t.StatusCode == HttpStatusCode.Conflict));
        foreach (var one in tries) one.Dispose();
    }

    [Fact]
    public async Task It_stands_sealed_in_the_database_and_does_not_open_elsewhere()
    {
        var api = await world.AsAsync("tax");
        await SaveAsync(api, "phrases", new { value = "only for my eyes" });
        await using var database = world.Server.OpenDatabase();
        await using (var stored = database.CreateCommand("select sealed from personal_store where account = 'tax' and key = 'phrases'"))
        {
            var text = (string)(await stored.ExecuteScalarAsync())!;
            Assert.StartsWith("p1:", text, StringComparison.Ordinal);
            Assert.DoesNotContain("eyes", text, StringComparison.Ordinal);
        }
        await using (var moved = database.CreateCommand("insert into personal_store (account, key, sealed) select 'tax', 'other', sealed from personal_store where account = 'tax' and key = 'phrases'"))
            await moved.ExecuteNonQueryAsync();
        using var answer = await api.TryAsync(HttpMethod.Get, "/api/my/other");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Keys_values_and_their_number_are_bounded()
    {
        var api = await world.AsAsync("urban");
        foreach (var key in (string[])["Upper", "9digit", "a b", new string('a', 81), "a%0A"])
            Assert.Equal("400 parameter-invalid", await api.RefusedAsync(HttpMethod.Put, $"/api/my/{Uri.EscapeDataString(key).Replace("%25", "%", StringComparison.Ordinal)}", new { value = 1 }));
        Assert.Equal("413 body-too-large", await api.RefusedAsync(HttpMethod.Put, "/api/my/big", new { value = new string('x', 256 << 10) }));
        await SaveAsync(api, "large", new { value = new string('x', (256 << 10) - 2) });
        Assert.Equal("400 body-invalid", await api.RefusedAsync(HttpMethod.Put, "/api/my/odd", new { value = 1, other = 2 }));

        for (var i = 0; i < 199; i++) await SaveAsync(api, $"k{i}", new { value = i });
        var full = await api.ProblemAsync(HttpMethod.Put, "/api/my/one-more", new { value = 1 });
        Assert.Equal("409 store-full", full.Short);
        await SaveAsync(api, "k7", new { value = JsonDocument.Parse("null").RootElement });
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync<StoredValueAnswer>("/api/my/k7")).Value.ValueKind);
    }

    [Fact]
    public async Task It_goes_with_the_account()
    {
        var admin = await world.Server.AdministratorAsync();
        (await admin.SendAsync(HttpMethod.Post, "/api/accounts", new
        {
            account = "leaver", region = World.District, displayName = "leaver", password = World.Password, grants = new[] { new { role = "officer", region = World.District, department = "tax" } },
        })).Dispose();
        var leaver = await world.AsAsync("leaver");
        await SaveAsync(leaver, "phrases", new { value = "x" });
        (await admin.SendAsync(HttpMethod.Delete, "/api/accounts/leaver")).Dispose();
        await using var database = world.Server.OpenDatabase();
        await using var left = database.CreateCommand("select count(*) from personal_store where account = 'leaver'");
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }

    private static async Task<StoredKeyAnswer> SaveAsync(Api api, string key, object body)
    {
        using var answer = await api.SendAsync(HttpMethod.Put, $"/api/my/{key}", body);
        return await answer.ReadAsync<StoredKeyAnswer>();
    }
}
