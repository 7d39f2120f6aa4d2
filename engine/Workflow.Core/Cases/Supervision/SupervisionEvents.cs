using System.Collections.Immutable;

namespace Workflow.Core.Cases.Supervision;

/// <summary>What supervisors do: what is said of cards (黄牌, 红牌), and how failed steps (异常) are mended.</summary>
public abstract record SupervisionEvent : CaseEvent;

/// <summary>The department that a card speaks of contests it (申诉).</summary>
/// <param name="Card">the card's id, see <see cref="DerivedCard.Id"/></param>
public sealed record CardContested(string Card, string Department, string Officer, string Reason, DateTimeOffset At) : SupervisionEvent;

/// <summary>A supervisor lifts a card (撤牌): it counts no more, and stays readable.</summary>
public sealed record CardLifted(string Card, string Supervisor, string Reason, DateTimeOffset At) : SupervisionEvent;

/// <summary>A supervisor keeps a contested card up (维持).</summary>
public sealed record CardUpheld(string Card, string Supervisor, string Reason, DateTimeOffset At) : SupervisionEvent;

/// <summary>A supervisor has a failed step tried again, by hand or with all others of its cause (批量重试).</summary>
/// <param name="Run">id of the bulk retry; null when it was retried by hand</param>
public sealed record IncidentRetried(long Incident, string Element, string Supervisor, string? Run, DateTimeOffset At) : SupervisionEvent;

/// <summary>A supervisor says what a failed step would have given, and the flow goes on behind it.</summary>
/// <param name="Names">names of what was given; the values stand in the data</param>
public sealed record IncidentSkipped(long Incident, string Element, string Supervisor, string Reason, ImmutableArray<string> Names, DateTimeOffset At) : SupervisionEvent;

public enum CardStanding { Shown, Contested, Upheld, Lifted }

/// <summary>What has been said of one card.</summary>
public sealed record CardSaid(CardContested? Contested, CardLifted? Lifted, CardUpheld? Upheld)
{
    public static readonly CardSaid Nothing = new(null, null, null);

    public CardStanding Standing => Lifted is not null ? CardStanding.Lifted : Upheld is not null ? CardStanding.Upheld : Contested is not null ? CardStanding.Contested : CardStanding.Shown;
}

public static class SupervisionEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("card_contested", typeof(CardContested)),
        ("card_lifted", typeof(CardLifted)),
        ("card_upheld", typeof(CardUpheld)),
        ("incident_retried", typeof(IncidentRetried)),
        ("incident_skipped", typeof(IncidentSkipped)),
    ];
}

internal static class SupervisionFold
{
    public static CaseState Evolve(CaseState state, SupervisionEvent happened) => happened switch
    {
        CardContested e => With(CaseEvolution.At(state, e.At), e.Card, said => said with { Contested = e }),
        CardLifted e => With(CaseEvolution.At(state, e.At), e.Card, said => said with { Lifted = e }),
        CardUpheld e => With(CaseEvolution.At(state, e.At), e.Card, said => said with { Upheld = e }),
        IncidentRetried e => CaseEvolution.At(state, e.At),
        IncidentSkipped e => CaseEvolution.At(state, e.At),
        _ => throw new InvalidOperationException($"no fold for {happened.GetType().Name}"),
    };

    private static CaseState With(CaseState state, string card, Func<CardSaid, CardSaid> change) =>
        state with { CardsSaid = state.CardsSaid.SetItem(card, change(state.CardsSaid.GetValueOrDefault(card, CardSaid.Nothing))) };
}
