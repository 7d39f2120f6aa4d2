using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Mandates;

/// <summary>Somebody may act for somebody else (代办/委托): for which joint items, and on which days.</summary>
/// <param name="Principal">account of who gives it; null when a window took it down for somebody without one</param>
/// <param name="PrincipalKey">keyed hash of the principal's id number; the number itself stands nowhere</param>
/// <param name="Agent">account of who acts</param>
/// <param name="JointItems">codes; empty for all</param>
/// <param name="From">first day</param>
/// <param name="To">last day</param>
/// <param name="Basis">what it rests on: the paper that was signed, a general power of attorney …</param>
public sealed record MandateGiven(
    string? Principal, string PrincipalKey, ApplicantKind Kind, string Agent, ImmutableArray<string> JointItems, DateOnly From, DateOnly To,
    string Basis, string By, DateTimeOffset At) : CatalogEvent;

public sealed record MandateRevoked(string Reason, string By, DateTimeOffset At) : CatalogEvent;

/// <summary>One mandate (授权).</summary>
public sealed record MandateState : StreamState
{
    public static readonly MandateState Empty = new();

    public MandateGiven? Given { get; init; }
    public MandateRevoked? Revoked { get; init; }

    /// <summary>True when the agent may act by it on that day.</summary>
    public bool Holds(DateOnly day) => Given is { } given && Revoked is null && given.From <= day && day <= given.To;

    public override StreamState Evolve(Event happened) => happened switch
    {
        MandateGiven e => this with { Given = e },
        MandateRevoked e => this with { Revoked = e },
        _ => this,
    };
}

/// <summary>The stream kind "mandate".</summary>
public sealed class MandateStreams() : CatalogStreams<MandateState>("mandate", MandateState.Empty)
{
    public static string IdOf(string id) => "mandate-" + id;

    protected override DocumentRow? Document(string id, MandateState state) => state.Given is { } given
        ? Row(id, state.Revoked is null ? 1 : 2, null, new MandateDocument(id, given, state.Revoked))
        : null;
}

/// <param name="Revoked">null while it stands</param>
public sealed record MandateDocument(string Id, MandateGiven Given, MandateRevoked? Revoked);
