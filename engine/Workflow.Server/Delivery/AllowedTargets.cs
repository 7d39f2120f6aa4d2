using System.Text.Json;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Subscriptions;
using Workflow.Postgres.Queries;

namespace Workflow.Server.Delivery;

/// <summary>What the administrator allows, as this node knows it: for at most <see cref="AgeMax"/>, and asked again as soon as it is changed anywhere.</summary>
internal sealed class AllowedTargets(Documents documents, TimeProvider time)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private Known? known;

    private sealed record Known(IReadOnlyList<AllowedTarget> List, string Json, long ReadAt);

    public async ValueTask<IReadOnlyList<AllowedTarget>> CurrentAsync(CancellationToken ct)
    {
        var last = Volatile.Read(ref known);
        if (last is not null && time.GetElapsedTime(last.ReadAt) < AgeMax) return last.List;
        var asked = time.GetTimestamp();
        var row = await documents.FindAsync("setting", SettingStreams.WebhookTargets["setting-".Length..], ct);
        var json = row?.Json ?? "";
        // The same list stays the same object: whoever holds connections keeps them.
        var list = last?.Json == json ? last.List
            : row is null ? []
            : JsonSerializer.Deserialize<WebhookTargetsAllowed>(json, CatalogJson.Options)!.Allow.Select(AllowedTarget.Parse).OfType<AllowedTarget>().ToList();
        Volatile.Write(ref known, new(list, json, asked));
        return list;
    }

    /// <summary>Told by the change feed that a stream has new events.</summary>
    public void Changed(string streamId)
    {
        if (streamId == SettingStreams.WebhookTargets && Volatile.Read(ref known) is { } last) Volatile.Write(ref known, last with { ReadAt = 0 });
    }
}
