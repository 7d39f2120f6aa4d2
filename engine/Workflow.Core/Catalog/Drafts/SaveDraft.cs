using System.Globalization;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Drafts;

/// <summary>
/// Saves a draft on top of the revision that its designer had before them. When somebody else has saved or thrown it
/// away meanwhile, that is told by whom and when, and nothing is overwritten. The same content again changes nothing.
/// </summary>
/// <param name="Expected">the revision it was drawn from; 0 for a new draft</param>
/// <param name="Name">name of the process in it, when it has one</param>
public sealed record SaveDraft(string Key, string Xml, string? Name, string? Note, int? BaseVersion, int Expected) : Command
{
    public override string StreamId => DraftStreams.IdOf(Key);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        var draft = (DraftState)state;
        if (draft.Current is { } current)
        {
            if (current.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
            if (current.Xml == Xml && current.Note == Note && current.BaseVersion == BaseVersion) return Outcome.Accept();
        }
        return DraftRules.Moved(draft, Expected)
            ?? Outcome.Accept(new DraftSaved(Key, draft.Version + 1, Xml, Name, Note, BaseVersion, By.Id, now, By.Region));
    }
}

/// <summary>Throws a draft away, as its designer last saw it.</summary>
/// <param name="Expected">the revision that is meant; null for whatever stands there</param>
public sealed record DiscardDraft(string Key, int? Expected) : Command
{
    public override string StreamId => DraftStreams.IdOf(Key);

    public override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now)
    {
        var draft = (DraftState)state;
        if (draft.Current is not { } current) return draft.Discarded is null ? Outcome.Reject("draft-not-found") : Outcome.Accept();
        if (current.Region != By.Region) return Outcome.Reject("belongs-to-other-region");
        return (Expected is { } expected ? DraftRules.Moved(draft, expected) : null) ?? Outcome.Accept(new DraftDiscarded(By.Id, now));
    }
}

internal static class DraftRules
{
    /// <summary>People read the instant in the answer, so it is written in the time of the country.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>The refusal when the draft is not at the expected revision; null when it is.</summary>
    public static Outcome? Moved(DraftState draft, int expected)
    {
        if ((draft.Current?.Revision ?? 0) == expected) return null;
        if (draft.Current is { } saved) return Outcome.Reject("draft-moved", ("revision", Show(saved.Revision)), ("by", saved.By), ("at", Show(saved.At)));
        return draft.Discarded is { } gone ? Outcome.Reject("draft-discarded", ("by", gone.By), ("at", Show(gone.At))) : Outcome.Reject("draft-not-found");
    }

    private static string Show(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Show(DateTimeOffset at) => at.ToOffset(Shanghai).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
