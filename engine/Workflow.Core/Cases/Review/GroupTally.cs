namespace Workflow.Core.Cases.Review;

/// <summary>What a group's opinions come to.</summary>
public enum ReviewOutcome { Positive, Negative, Conditional, Advice }

/// <summary>What one voter has said; an advisory opinion is an abstention.</summary>
public enum Vote { Open, For, Conditional, Against, Abstain }

/// <summary>One voice in a group: a review, or an inner group with its outcome.</summary>
/// <param name="Veto">its negative opinion ends the group under <see cref="GroupPolicy.Veto"/></param>
/// <param name="Lead">it has the last word under <see cref="GroupPolicy.Lead"/></param>
public readonly record struct Voter(Vote Vote, int Weight = 1, bool Veto = false, bool Lead = false);

/// <summary>
/// The outcome of a group, as soon as nothing that is still open can change it. Every policy grows with its voices: what
/// those still open could do at worst and at best is asked, and where both come to the same, that is the outcome.
/// </summary>
public static class GroupTally
{
    /// <param name="mayGrow">true while a branch of the group may still open another review</param>
    /// <returns>null while it can still change, and for a group without voices</returns>
    public static ReviewOutcome? Of(GroupPolicy policy, int? k, int? threshold, IReadOnlyList<Voter> voters, bool mayGrow)
    {
        if (voters.Count == 0) return null;
        var open = mayGrow || voters.Any(v => v.Vote == Vote.Open);
        if (policy == GroupPolicy.Advisory) return open ? null : ReviewOutcome.Advice;
        if (policy == GroupPolicy.Lead)
        {
            var lead = voters.Where(v => v.Lead).ToList();
            // A lead department without a part in this case leaves the word to all.
            if (lead.Count == 0) return open ? null : Judge(GroupPolicy.All, null, null, voters, 0);
            return mayGrow || lead.Exists(v => v.Vote == Vote.Open) ? null : Judge(GroupPolicy.All, null, null, lead, 0);
        }
        var worst = Judge(policy, k, threshold, voters, mayGrow ? -1 : 0, Vote.Against);
        return worst == Judge(policy, k, threshold, voters, mayGrow ? 1 : 0, Vote.For) ? worst : null;
    }

    /// <summary>Conditional: it passes, but not without the conditional opinions.</summary>
    private static ReviewOutcome Judge(GroupPolicy policy, int? k, int? threshold, IReadOnlyList<Voter> voters, int growth, Vote open = Vote.Against) =>
        !Passes(policy, k, threshold, voters, growth, open, Vote.For) ? ReviewOutcome.Negative
        : Passes(policy, k, threshold, voters, growth, open, Vote.Against) ? ReviewOutcome.Positive
        : ReviewOutcome.Conditional;

    /// <param name="growth">1: as many as one likes may still agree; -1: one with every right may still refuse; 0: nobody comes</param>
    private static bool Passes(GroupPolicy policy, int? k, int? threshold, IReadOnlyList<Voter> voters, int growth, Vote open, Vote conditional)
    {
        int agreed = 0, refused = 0, holders = 0, refusedByHolders = 0;
        long weight = 0, total = 0;
        foreach (var voter in voters)
        {
            var vote = voter.Vote == Vote.Open ? open : voter.Vote == Vote.Conditional ? conditional : voter.Vote;
            total += voter.Weight;
            if (voter.Veto) holders++;
            if (vote == Vote.For)
            {
                agreed++;
                weight += voter.Weight;
            }
            if (vote != Vote.Against) continue;
            refused++;
            if (voter.Veto) refusedByHolders++;
        }
        var needed = growth < 0 ? k ?? 1 : Math.Min(k ?? 1, voters.Count);
        var weightNeeded = growth < 0 ? threshold ?? 1 : Math.Min(threshold ?? 1, total);
        return policy switch
        {
            GroupPolicy.Any => agreed > 0 || growth > 0,
            GroupPolicy.KOfN => agreed >= needed || growth > 0,
            GroupPolicy.Weighted => (weight > 0 && weight >= weightNeeded) || growth > 0,
            // Where nobody is marked, a holder who still comes takes the veto from all others.
            GroupPolicy.Veto => growth >= 0 && ((holders == 0 ? refused : refusedByHolders) == 0 || (growth > 0 && holders == 0)),
            _ => refused == 0 && growth >= 0,
        };
    }
}
