namespace Workflow.Core.Cases.Review;

/// <summary>What a group's opinions come to.</summary>
public enum ReviewOutcome { Positive, Negative, Conditional, Advice }

/// <summary>What one voter has said; an advisory opinion is an abstention.</summary>
public enum Vote { Open, For, Conditional, Against, Abstain }

/// <summary>One voice in a group: a review, or an inner group with its outcome.</summary>
/// <param name="Veto">its negative opinion ends the group under <see cref="GroupPolicy.Veto"/></param>
/// <param name="Lead">it has the last word under <see cref="GroupPolicy.Lead"/></param>
public readonly record struct Voter(Vote Vote, int Weight = 1, bool Veto = false, bool Lead = false);

/// <summary>Voices that said the same.</summary>
/// <param name="Weight">of all of them together</param>
/// <param name="Holders">how many hold a veto</param>
/// <param name="Leads">how many have the last word</param>
public readonly record struct VoteSum(int Voices, long Weight, int Holders, int Leads)
{
    public static VoteSum operator +(VoteSum sum, Voter voter) => sum.Add(voter, 1);

    public static VoteSum operator -(VoteSum sum, Voter voter) => sum.Add(voter, -1);

    private VoteSum Add(Voter voter, int times) => new(Voices + times, Weight + (times * (long)voter.Weight), Holders + (voter.Veto ? times : 0), Leads + (voter.Lead ? times : 0));
}

/// <summary>All voices of a group, added up by what they said.</summary>
public sealed record VoteSums(VoteSum Open, VoteSum For, VoteSum Conditional, VoteSum Against, VoteSum Abstain)
{
    public static readonly VoteSums None = new(default, default, default, default, default);

    public static VoteSums Of(IEnumerable<Voter> voters) => voters.Aggregate(None, (sums, voter) => sums.With(voter));

    public int Voices => Open.Voices + For.Voices + Conditional.Voices + Against.Voices + Abstain.Voices;

    public long Weight => Open.Weight + For.Weight + Conditional.Weight + Against.Weight + Abstain.Weight;

    public int Holders => Open.Holders + For.Holders + Conditional.Holders + Against.Holders + Abstain.Holders;

    public int Leads => Open.Leads + For.Leads + Conditional.Leads + Against.Leads + Abstain.Leads;

    public VoteSums With(Voter voter) => Set(voter.Vote, Of(voter.Vote) + voter);

    public VoteSums Without(Voter voter) => Set(voter.Vote, Of(voter.Vote) - voter);

    /// <summary>Only the voices that have the last word.</summary>
    public VoteSums OfLeads() => new(Leading(Open), Leading(For), Leading(Conditional), Leading(Against), Leading(Abstain));

    /// <summary>What was said this way, once those still open and the conditional ones are taken for something else.</summary>
    public VoteSum Said(Vote vote, Vote open, Vote conditional)
    {
        var sum = vote is Vote.Open or Vote.Conditional ? default : Of(vote);
        if (open == vote) sum = Both(sum, Open);
        return conditional == vote ? Both(sum, Conditional) : sum;
    }

    private VoteSum Of(Vote vote) => vote switch { Vote.Open => Open, Vote.For => For, Vote.Conditional => Conditional, Vote.Against => Against, _ => Abstain };

    private VoteSums Set(Vote vote, VoteSum sum) => vote switch
    {
        Vote.Open => this with { Open = sum },
        Vote.For => this with { For = sum },
        Vote.Conditional => this with { Conditional = sum },
        Vote.Against => this with { Against = sum },
        _ => this with { Abstain = sum },
    };

    private static VoteSum Leading(VoteSum sum) => new(sum.Leads, 0, 0, sum.Leads);

    private static VoteSum Both(VoteSum one, VoteSum other) => new(one.Voices + other.Voices, one.Weight + other.Weight, one.Holders + other.Holders, one.Leads + other.Leads);
}

/// <summary>
/// The outcome of a group, as soon as nothing that is still open can change it. Every policy grows with its voices: what
/// those still open could do at worst and at best is asked, and where both come to the same, that is the outcome.
/// </summary>
public static class GroupTally
{
    /// <param name="mayGrow">true while a branch of the group may still open another review</param>
    /// <returns>null while it can still change, and for a group without voices</returns>
    public static ReviewOutcome? Of(GroupPolicy policy, int? k, int? threshold, VoteSums votes, bool mayGrow)
    {
        if (votes.Voices == 0) return null;
        var open = mayGrow || votes.Open.Voices > 0;
        if (policy == GroupPolicy.Advisory) return open ? null : ReviewOutcome.Advice;
        if (policy == GroupPolicy.Lead)
        {
            // A lead department without a part in this case leaves the word to all.
            if (votes.Leads == 0) return open ? null : Judge(GroupPolicy.All, null, null, votes, 0);
            return mayGrow || votes.Open.Leads > 0 ? null : Judge(GroupPolicy.All, null, null, votes.OfLeads(), 0);
        }
        var worst = Judge(policy, k, threshold, votes, mayGrow ? -1 : 0, Vote.Against);
        return worst == Judge(policy, k, threshold, votes, mayGrow ? 1 : 0, Vote.For) ? worst : null;
    }

    /// <summary>Conditional: it passes, but not without the conditional opinions.</summary>
    private static ReviewOutcome Judge(GroupPolicy policy, int? k, int? threshold, VoteSums votes, int growth, Vote open = Vote.Against) =>
        !Passes(policy, k, threshold, votes, growth, open, Vote.For) ? ReviewOutcome.Negative
        : Passes(policy, k, threshold, votes, growth, open, Vote.Against) ? ReviewOutcome.Positive
        : ReviewOutcome.Conditional;

    /// <param name="growth">1: as many as one likes may still agree; -1: one with every right may still refuse; 0: nobody comes</param>
    private static bool Passes(GroupPolicy policy, int? k, int? threshold, VoteSums votes, int growth, Vote open, Vote conditional)
    {
        var (agreed, refused, holders) = (votes.Said(Vote.For, open, conditional), votes.Said(Vote.Against, open, conditional), votes.Holders);
        var needed = growth < 0 ? k ?? 1 : Math.Min(k ?? 1, votes.Voices);
        var weightNeeded = growth < 0 ? threshold ?? 1 : Math.Min(threshold ?? 1, votes.Weight);
        return policy switch
        {
            GroupPolicy.Any => agreed.Voices > 0 || growth > 0,
            GroupPolicy.KOfN => agreed.Voices >= needed || growth > 0,
            GroupPolicy.Weighted => (agreed.Weight > 0 && agreed.Weight >= weightNeeded) || growth > 0,
            // Where nobody is marked, a holder who still comes takes the veto from all others.
            GroupPolicy.Veto => growth >= 0 && ((holders == 0 ? refused.Voices : refused.Holders) == 0 || (growth > 0 && holders == 0)),
            _ => refused.Voices == 0 && growth >= 0,
        };
    }
}
