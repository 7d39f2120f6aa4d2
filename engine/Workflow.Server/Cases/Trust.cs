using System.Collections.Immutable;
using System.Text.Json;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Mandates;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Postgres.Secrets;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>What is known of applicants by the keyed hash of their id number: broken promises, and who may act for them.</summary>
internal sealed class Trust(TrustKeys keys, Promises promises, ReadStream read, Officers officers)
{
    public DateOnly Today => officers.Today;

    public ValueTask<string> KeyOfAsync(string idNumber, CancellationToken ct) => keys.OfAsync(idNumber, ct);

    /// <summary>The hash of an id number, and the promises that its owner broke; none of either once the number is erased.</summary>
    public async Task<(string Key, ImmutableArray<BrokenPromise> Broken)> OfAsync(string? idNumber, CancellationToken ct)
    {
        if (idNumber is null) return ("", []);
        var key = await keys.OfAsync(idNumber, ct);
        var rows = await promises.BrokenAsync(key, ct);
        return (key, [.. rows.Select(json => JsonSerializer.Deserialize<CreditDocument>(json, CatalogJson.Options)!).Select(c => new BrokenPromise(c.CaseNumber, c.Until, c.Reason))]);
    }

    /// <summary>The mandate as it stands; an empty one when there is none of that id.</summary>
    public async ValueTask<MandateState> MandateAsync(string id, CancellationToken ct) =>
        id.Length == 32 && !id.AsSpan().ContainsAnyExcept("0123456789abcdef") ? (MandateState)(await read(MandateStreams.IdOf(id), ct)).State : MandateState.Empty;

    /// <summary>
    /// The mandate that an application in somebody else's name goes by. Whether it holds, and for this item, the command
    /// decides; here it is held against whom the application names.
    /// </summary>
    public async Task<(AgentMandate? Mandate, string? Principal, FieldError? Fault)> MandateForAsync(string id, string kind, string idNumber, CancellationToken ct)
    {
        var state = await MandateAsync(id, ct);
        if (state.Given is not { } given) return (null, null, new FieldError("$.mandate", "mandate-not-found"));
        if (given.PrincipalKey != await keys.OfAsync(idNumber, ct) || Words.Of(given.Kind) != kind) return (null, null, new FieldError("$.applicant.idNumber", "mandate-principal"));
        return (new AgentMandate(id, given.Agent, given.JointItems, given.From, given.To, state.Revoked is not null), given.Principal, null);
    }
}
