using System.Globalization;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Runtime;

namespace Workflow.Core.Tests.Simulation;

/// <summary>The key of a stream's personal values; <see cref="Erased"/> stands where it was.</summary>
internal sealed record SimKey(string StreamId, long Made)
{
    public static readonly SimKey Erased = new("", 0);
}

/// <summary>One stream's part of a batch as it is sent.</summary>
/// <param name="Hashes">of each event, chained to the stream's last</param>
internal sealed record EncodedItem(BatchItem Item, List<string> Hashes, bool MakesKey, SimKey? Key, bool IsErased, RowChanges? Rows);

/// <summary>
/// A batch as rows, made before anything is sent. In step with Workflow.Postgres/Log/EncodedBatch.cs: the chain begins at the expected
/// head's hash, a key is made when a personal value meets none, erasing gives the key up.
/// </summary>
internal sealed record Encoded(Batch Batch, List<EncodedItem> Items)
{
    /// <summary>A note that the database refuses.</summary>
    public const string Poison = "\0";

    /// <summary>A note that cannot be encoded: refused before anything is sent.</summary>
    public const string Unspeakable = "\ud800";

    public static readonly Dictionary<string, StreamKind> Kinds = new(StringComparer.Ordinal) { ["ledger"] = new LedgerStreams(), ["case"] = new CaseStreams() };

    public bool IsPoisoned => Items.Exists(i => i.Item.Events.Any(e => e is Deposited { Note: Poison }));

    /// <exception cref="ArgumentException">it cannot be encoded</exception>
    public static Encoded Of(Batch batch, long made) => new(batch, [.. batch.Items.Select(i => Of(i, made))]);

    private static EncodedItem Of(BatchItem item, long made)
    {
        var (version, hash, key) = (item.Expected.Version, item.Expected.Hash, (SimKey?)item.Expected.Key);
        bool makesKey = false, isErased = false;
        var hashes = new List<string>();
        foreach (var happened in item.Commands.SelectMany(c => c.Rows))
        {
            if (happened is Deposited { Note: Unspeakable }) throw new ArgumentException("a lone surrogate", nameof(item));
            if (key is null && happened is LedgerOpened { Owner.Value: not null }) (key, makesKey) = (new SimKey(item.StreamId, made), true);
            if (happened is PersonalDataErased) (key, isErased) = (SimKey.Erased, true);
            hashes.Add(hash = Chain(item.StreamId, ++version, happened.GetType().Name, hash));
        }

        RowChanges? rows = null;
        if (hashes.Count > 0) Kinds[StreamKind.NameOf(item.StreamId)].Project(item.StreamId, item.Before, item.After, [.. item.Events], rows = new RowChanges());
        return new EncodedItem(item, hashes, makesKey, key, isErased, rows);
    }

    public static string Chain(string streamId, long version, string type, string? previous)
    {
        ulong hash = 14_695_981_039_346_656_037 ^ (ulong)version;
        foreach (char c in streamId) hash = (hash ^ c) * 1_099_511_628_211;
        foreach (char c in type) hash = (hash ^ c) * 1_099_511_628_211;
        foreach (char c in previous ?? "") hash = (hash ^ c) * 1_099_511_628_211;
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
