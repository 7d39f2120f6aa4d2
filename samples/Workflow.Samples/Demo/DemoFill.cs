using Workflow.Samples.Api;
using Workflow.Samples.Play;
using Workflow.Samples.Walk;

namespace Workflow.Samples.Demo;

/// <summary>
/// Some dozens of cases in every state. Every command has a fixed Idempotency-Key and the present is fixed at the first
/// attempt, so a fill that was broken off is simply begun again. A file in the data folder marks a full one.
/// </summary>
internal sealed class DemoFill(DemoMarks marks, Cast cast, Patience patience, string controlKey)
{
    private const int AtOnce = 4;

    private static readonly (Ending Ending, int Count)[] Plan =
    [
        (Ending.Filed, 6), (Ending.SupplementAsked, 4), (Ending.Supplemented, 2), (Ending.Declined, 2), (Ending.WithdrawnEarly, 1),
        (Ending.AcceptedBySilence, 1), (Ending.UnderReview, 9), (Ending.Withdrawn, 1), (Ending.Stopped, 4), (Ending.Yellow, 3), (Ending.Red, 3),
        (Ending.ToDecide, 2), (Ending.ToConclude, 2), (Ending.ToDeliver, 2), (Ending.Delivered, 5), (Ending.Denied, 2),
    ];

    /// <summary>How the cases of each other sample are left.</summary>
    private static readonly Ending[] OfEachSample = [Ending.Filed, Ending.UnderReview, Ending.UnderReview, Ending.Delivered];

    public async Task<int> FillAsync()
    {
        var present = marks.Present();
        var stories = Plan.SelectMany(p => Enumerable.Repeat(p.Ending, p.Count)).Select((ending, i) => new Story(i + 1, ending, present, cast, patience, controlKey)).ToList();
        var others = from sample in Walks.All.Select(w => w.Sample) where sample != "open-a-restaurant"
                     from ending in OfEachSample.Index()
                     select new SampleStory(ending.Index + 1, sample, ending.Item, present, cast, patience, controlKey);
        List<Func<Task>> plays = [.. stories.Select(s => (Func<Task>)s.PlayAsync), .. others.Select(s => (Func<Task>)s.PlayAsync)];
        await Parallel.ForEachAsync(plays, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (play, _) => await play());
        marks.SetFilled(plays.Count);
        return plays.Count;
    }
}
