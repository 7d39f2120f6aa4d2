using Workflow.Core.Cases.Review;

namespace Workflow.Core.Tests.Cases;

/// <summary>What one department of a group has said so far.</summary>
internal enum Said { Nothing, Yes, No, YesIf, Advice }

/// <summary>
/// The table of docs/guides/review.md, word for word and slow: the outcome is there when every way in which the others could
/// still speak comes to the same. Written without a look at the engine's tally.
/// </summary>
internal sealed record PolicyOracle(GroupPolicy Policy, int K, int[] Weights, int Threshold, bool[] Veto, int Lead)
{
    private static readonly Said[] Opinions = [Said.Yes, Said.No, Said.YesIf, Said.Advice];

    /// <summary>"positive", "negative", "conditional", "advisory"; null while it can still change.</summary>
    public string? OutcomeOf(Said[] said)
    {
        if (said.Length == 0) return null;
        // Advice binds nobody, so it is complete only when all have given it; the lead's word is the last.
        if (Policy == GroupPolicy.Advisory) return said.Contains(Said.Nothing) ? null : "advisory";
        var found = new HashSet<string>(StringComparer.Ordinal);
        Complete([.. said], 0, found);
        return found.Count == 1 ? found.First() : null;
    }

    private void Complete(Said[] said, int from, HashSet<string> found)
    {
        var next = Array.IndexOf(said, Said.Nothing, from);
        if (found.Count > 1) return;
        if (next < 0)
        {
            found.Add(Final(said));
            return;
        }
        foreach (var opinion in Opinions)
        {
            said[next] = opinion;
            Complete(said, next + 1, found);
        }
        said[next] = Said.Nothing;
    }

    private string Final(Said[] said) =>
        Passes(said, s => s is Said.Yes, s => s is Said.No or Said.YesIf) ? "positive"
        : Passes(said, s => s is Said.Yes or Said.YesIf, s => s is Said.No) ? "conditional"
        : "negative";

    private bool Passes(Said[] said, Func<Said, bool> agrees, Func<Said, bool> refuses)
    {
        var all = Enumerable.Range(0, said.Length).ToList();
        return Policy switch
        {
            GroupPolicy.All or GroupPolicy.InOrder => !all.Exists(i => refuses(said[i])),
            GroupPolicy.Any => all.Exists(i => agrees(said[i])),
            GroupPolicy.KOfN => all.Count(i => agrees(said[i])) >= Math.Min(K, said.Length),
            GroupPolicy.Veto => !all.Exists(i => (Veto[i] || !Veto.Contains(true)) && refuses(said[i])),
            GroupPolicy.Weighted => all.Where(i => agrees(said[i])).Sum(i => Weights[i]) is var sum and > 0 && sum >= Math.Min(Threshold, Weights.Sum()),
            GroupPolicy.Lead => !refuses(said[Lead]),
            _ => throw new InvalidOperationException(),
        };
    }
}
