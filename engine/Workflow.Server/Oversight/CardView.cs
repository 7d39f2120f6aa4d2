using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Workflow.Core.Runtime;
using Workflow.Postgres.Queries;
using Workflow.Server.Cases;
using Workflow.Server.Catalog;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Oversight;

/// <summary>Cards of a case, derived from its history and shown to those who may see them.</summary>
internal sealed class CardView(Histories histories, RuleBooks books, PlaceNames places)
{
    public static readonly IReadOnlyDictionary<CardRuleKind, Text> KindNames = new Dictionary<CardRuleKind, Text>
    {
        [CardRuleKind.ClockYellow] = new("即将到期", "Little time left"),
        [CardRuleKind.ClockRed] = new("已逾期", "Overdue"),
        [CardRuleKind.StepOverdue] = new("环节逾期而全程未逾期", "Step overdue, case not"),
        [CardRuleKind.LateHandover] = new("逾时未签收", "Not taken on in time"),
        [CardRuleKind.SupplementTwice] = new("多次补正", "Supplement asked twice"),
        [CardRuleKind.SupplementLate] = new("补正告知过晚", "Supplement asked late"),
        [CardRuleKind.ReasonMissing] = new("缺少理由或依据", "Reason or basis missing"),
    };

    /// <summary>The cards of the case as of an instant of its own time; with a null instant those to come as well.</summary>
    public async ValueTask<IReadOnlyList<DerivedCard>> DeriveAsync(LoadedCase of, DateTimeOffset? asOf, CancellationToken ct)
    {
        if (!(await histories.ReadAsync([of.Id], ct)).TryGetValue(of.Id, out var history)) return [];
        var book = await books.OfAsync(of.State.Region, ct);
        return asOf is { } instant ? Cards.AsOf(history, of.Pinned, book, instant) : Cards.Derive(CaseSteps.Of(history), of.Pinned, book);
    }

    /// <summary>A department sees the cards that it answers for; who sees all work sees them all; an applicant sees none.</summary>
    public static bool Sees(CaseAccess access, DerivedCard card) => access.SeesOfficers && (access.SeesAllWork || access.Departments.Contains(card.Department));

    public async ValueTask<IReadOnlyList<CardAnswer>> AnswersAsync(LoadedCase of, IEnumerable<DerivedCard> cards, Principal who, DateTimeOffset now, CancellationToken ct)
    {
        var names = await places.OfAsync(of.State.Region, ct);
        return [.. cards.Where(c => Sees(of.Access, c)).Select(card => AnswerOf(of.Id, of.State, card, names, who, now))];
    }

    private static CardAnswer AnswerOf(string id, CaseState state, DerivedCard card, NamesOf names, Principal who, DateTimeOffset now)
    {
        var said = state.CardsSaid.GetValueOrDefault(card.Id, CardSaid.Nothing);
        return new CardAnswer(
            id, state.CaseNumber, state.Title, card.Id, Words.Of(card.Rule), KindNames[card.Rule], Words.Of(card.Card), card.Subject, SubjectOf(card.Subject, state), state.Region,
            state.Pinned!.JointItem, card.Department, names.Department(card.Department), card.ServiceItem, card.At, Words.Of(said.Standing),
            card.At > now ? [] : ActionsOf(who, state.Region, card.Department, said),
            said.Contested is { } c ? new(c.Officer, c.Reason, c.At) : null,
            said.Lifted is { } l ? new(l.Supervisor, l.Reason, l.At) : said.Upheld is { } u ? new(u.Supervisor, u.Reason, u.At) : null);
    }

    public static IReadOnlyList<string> ActionsOf(Principal who, string region, string department, CardSaid said)
    {
        if (said.Lifted is not null) return [];
        List<string> actions = [];
        if (said.Contested is null && CaseActions.ActorFor(who, region, department) is not null) actions.Add("contest");
        if (!who.Has(Role.Supervisor, region)) return actions;
        actions.Add("lift");
        if (said is { Contested: not null, Upheld: null }) actions.Add("uphold");
        return actions;
    }

    /// <summary>What a card is shown for, in words; <paramref name="state"/> is null in lists, where no case is read.</summary>
    public static Text SubjectOf(string subject, CaseState? state)
    {
        if (state?.Tasks.Values.FirstOrDefault(t => t.ClockId == subject) is { } task) return new(task.Title, task.Title);
        if (state?.Obligations.Values.FirstOrDefault(o => o.ClockId == subject) is { } owed) return new(owed.Text, owed.Text);
        var dash = subject.IndexOf('-', StringComparison.Ordinal);
        var (what, which) = dash < 0 ? (subject, "") : (subject[..dash], " " + subject[(dash + 1)..]);
        return what switch
        {
            "case" => new("全程", "Whole case"),
            "intake" => new("收件", "Intake"),
            "task" => new("环节" + which, "Step" + which),
            "supplement" => new("补正" + which, "Supplement" + which),
            "delivery" => new("送达", "Delivery"),
            "obligation" => new("承诺事项" + which, "Obligation" + which),
            "special" => new("特别程序" + which, "Special procedure" + which),
            "decision" => new("决定", "Decision"),
            _ => new(subject, subject),
        };
    }
}
