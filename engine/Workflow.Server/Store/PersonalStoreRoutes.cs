using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflow.Contracts.Store;
using Workflow.Postgres.Secrets;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Store;

/// <summary>
/// What a person keeps for himself on the server: filters, canned phrases (常用语), drafts, preferences. Nobody else reads
/// it, it is encrypted at rest, and it is no part of any case.
/// </summary>
internal static partial class PersonalStoreRoutes
{
    private const string KeyPattern = "^[a-z][a-z0-9._-]{0,79}$";

    /// <summary>Bytes of one value.</summary>
    public const int ValueBytesMax = 256 << 10;

    public static void Map(RouteGroupBuilder api)
    {
        var my = api.MapGroup("/my").WithTags("Personal store");
        my.MapGet("", ListAsync).ForSignedIn().WithSummary("The keys of one's own store").Produces<IReadOnlyList<StoredKeyAnswer>>();
        my.MapGet("/{key}", GetAsync).ForSignedIn().WithSummary("Gives what is stored under a key").Produces<StoredValueAnswer>();
        my.MapPut("/{key}", PutAsync).ForSignedIn().WithMetadata(new NoCommand())
            .WithSummary("Stores a value; with a version only if that one is still there").Produces<StoredKeyAnswer>();
        my.MapDelete("/{key}", DeleteAsync).ForSignedIn().WithMetadata(new NoCommand()).WithSummary("Deletes what is stored under a key").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(Principal who, PersonalStore store, CancellationToken cancelled)
    {
        var keys = await store.ListAsync(who.Account, cancelled);
        return Results.Json(keys.Select(AnswerOf), Json.Options);
    }

    private static async Task<IResult> GetAsync(string key, Principal who, PersonalStore store, CancellationToken cancelled)
    {
        if (NotAKey(key) is { } malformed) return malformed;
        if (await store.FindAsync(who.Account, key, cancelled) is not { } found) return Problem.NotFound("nothing-stored");
        using var value = JsonDocument.Parse(found.Json);
        return Results.Json(new StoredValueAnswer(value.RootElement.Clone(), found.Version, found.SavedAt), Json.Options);
    }

    private static async Task<IResult> PutAsync(string key, Body<StoreRequest> body, Principal who, PersonalStore store, CancellationToken cancelled)
    {
        if (NotAKey(key) is { } malformed) return malformed;
        var json = body.Value.Value.GetRawText();
        if (Encoding.UTF8.GetByteCount(json) > ValueBytesMax)
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", ("limit", $"{ValueBytesMax}"));
        return await store.SaveAsync(who.Account, key, json, body.Value.Version, cancelled) switch
        {
            (Saving.Saved, { } saved) => Results.Json(AnswerOf(saved), Json.Options),
            (Saving.Full, _) => Problem.Of(StatusCodes.Status409Conflict, "store-full", ("limit", $"{PersonalStore.KeysMax}")),
            _ => Problem.Of(StatusCodes.Status409Conflict, "store-moved"),
        };
    }

    private static async Task<IResult> DeleteAsync(string key, Principal who, PersonalStore store, CancellationToken cancelled)
    {
        if (NotAKey(key) is { } malformed) return malformed;
        await store.DeleteAsync(who.Account, key, cancelled);
        return Results.NoContent();
    }

    private static StoredKeyAnswer AnswerOf(StoredKey stored) => new(stored.Key, stored.Version, stored.SavedAt);

    private static Problem? NotAKey(string key) => Key().IsMatch(key) ? null : Problem.Parameter("key", "field-format", ("pattern", KeyPattern));

    [GeneratedRegex(KeyPattern + "(?!\n)", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Key();
}
