using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Mandates;
using Workflow.Core.Runtime;
using Workflow.Postgres;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>A case with its pinned content, and what the caller may see of it.</summary>
internal sealed record LoadedCase(string Id, CaseState State, long Version, Pinned Pinned, CaseAccess Access)
{
    public JointItem Item => Pinned.JointItem;
}

/// <summary>Reads cases for callers. A case that the caller may not see answers as one that is not there.</summary>
internal sealed class CaseReader(ReadStream read, Func<PinnedRef, CancellationToken, ValueTask<object>> pinned, Node node)
{
    private const string Kind = "case-";
    private const int IdLength = 5 + 32;

    public async ValueTask<(LoadedCase? Case, Problem? Problem)> ReadAsync(string id, Principal who, CancellationToken ct) =>
        await FindAsync(id, who, ct) is { Access.MaySee: true } found ? (found, null) : (null, Problem.NotFound("case-not-found"));

    /// <summary>The case whoever asks; for callers whose right does not come from the case itself.</summary>
    public async ValueTask<LoadedCase?> FindAsync(string id, Principal who, CancellationToken ct)
    {
        if (!IsCaseId(id)) return null;
        var (state, version) = await read(id, ct);
        return await OfAsync(id, state, version, who, ct);
    }

    /// <summary>
    /// The case as this node last knew it, which costs no statement; null when it is not at hand. For commands only, which are decided again on what
    /// the log holds; a refusal must be told of the case as it is.
    /// </summary>
    public async ValueTask<LoadedCase?> KnownAsync(string id, Principal who, CancellationToken ct) =>
        node.Known(id) is { } known && IsCaseId(id) ? await OfAsync(id, known.State, known.Head.Version, who, ct) : null;

    private async ValueTask<LoadedCase?> OfAsync(string id, StreamState stream, long version, Principal who, CancellationToken ct)
    {
        if (stream is not CaseState { Pinned: { } versions } state) return null;
        var content = (Pinned)await pinned(versions, ct);
        var access = CaseAccess.Of(who, state, content);
        return new LoadedCase(id, state, version, content, await ActsForApplicantAsync(who, state, content, ct) ? access with { IsApplicant = true, IsAgent = true } : access);
    }

    /// <summary>An agent sees and does what the applicant may, as long as the mandate stands; asked of the mandate itself, so a revocation counts at once.</summary>
    private async ValueTask<bool> ActsForApplicantAsync(Principal who, CaseState state, Pinned content, CancellationToken ct)
    {
        if (!who.IsSignedIn || state.Intake.Agent is not { } agent || agent.Account != who.Account) return false;
        return ((MandateState)(await read(MandateStreams.IdOf(agent.Mandate), ct)).State).Holds(content.Calendar.DayOf(node.Now));
    }

    /// <summary>The case's own time: the database's time and the offset of its test clock, never before its last event.</summary>
    public DateTimeOffset NowIn(CaseState state)
    {
        var now = node.Now + state.ClockOffset;
        return now > state.ChangedAt ? now : state.ChangedAt;
    }

    /// <summary>The database's time.</summary>
    public DateTimeOffset Now => node.Now;

    public static bool IsCaseId(string id) =>
        id.Length == IdLength && id.StartsWith(Kind, StringComparison.Ordinal) && !id.AsSpan(Kind.Length).ContainsAnyExcept("0123456789abcdef");

    public static string IdOf(CommandId command) => Kind + Commands.NewIdFor(command);
}
