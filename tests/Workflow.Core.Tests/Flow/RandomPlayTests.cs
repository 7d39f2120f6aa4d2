using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Random processes, played in random order. A failing seed is in the test's name.</summary>
public sealed class RandomPlayTests
{
    private const int SeedsPerBatch = 100;
    private const int ActionLimit = 20_000;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Whatever_is_done_in_whatever_order_every_process_ends_and_leaves_nothing_behind(int batch)
    {
        foreach (var seed in Enumerable.Range(batch * SeedsPerBatch, SeedsPerBatch))
        {
            try
            {
                var play = Run(seed);
                play.AssertEnded();
                Assert.True(play.Log.OfType<ProcessCompleted>().Count() == 1, "ended once");
                AssertTokensBalance(play.Log);
                Assert.Equal(play.Log.Select(Play.Show), Run(seed).Log.Select(Play.Show));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    [Fact]
    public void A_process_cancelled_at_any_moment_ends_and_leaves_nothing_behind()
    {
        foreach (var seed in Enumerable.Range(5_000, 200))
        {
            var random = new Random(seed);
            var play = Begin(seed);
            for (var steps = random.Next(30); steps > 0 && !play.State.IsCompleted; steps--) Act(play, random);
            if (play.State.IsCompleted) continue;
            play.Do(new Trigger.Cancel());
            play.Continue().AssertEnded();
            Assert.True(play.State.IsCancelled);
            AssertTokensBalance(play.Log.Where(e => e is not ScopeClosed));
        }
    }

    [Fact]
    public void Replay_equals_live_after_every_single_step()
    {
        foreach (var seed in Enumerable.Range(9_000, 40))
        {
            var random = new Random(seed);
            var play = Begin(seed, checksReplay: true);
            for (var steps = 0; steps < 60 && !play.State.IsCompleted; steps++) Act(play, random);
        }
    }

    private static Play Run(int seed)
    {
        var random = new Random(seed);
        var play = Begin(seed);
        for (var actions = 0; !play.State.IsCompleted; actions++)
        {
            Assert.True(actions < ActionLimit, "still open after the action limit");
            Act(play, random);
        }
        return play;
    }

    private static Play Begin(int seed, bool checksReplay = false)
    {
        var play = new Play(RandomProcess.Make(seed, size: 4)) { ChecksReplay = checksReplay };
        play.Do(new Trigger.Begin(Play.Data(("go", true))));
        return play;
    }

    /// <summary>One random thing that somebody, a worker or the clock could do now.</summary>
    private static void Act(Play play, Random random)
    {
        if (play.State.HasMore)
        {
            play.Do(new Trigger.Continue());
            return;
        }
        var state = play.State;
        var timers = state.Timers.Keys.Order().ToList();
        var activities = state.Activities.Values.Where(a => a.Kind is ActivityKind.UserTask or ActivityKind.ServiceTask).OrderBy(a => a.Id).ToList();
        Assert.True(timers.Count + activities.Count + state.Incidents.Count > 0, "nothing can be done and it has not ended");

        if (!state.Incidents.IsEmpty && random.Next(2) == 0)
        {
            play.Do(new Trigger.Retry(state.Incidents.Keys.Min()));
        }
        else if (timers.Count > 0 && (activities.Count == 0 || random.Next(5) == 0))
        {
            var timer = state.Timers[timers[random.Next(timers.Count)]];
            if (timer.Due > play.Now) play.Now = timer.Due;
            play.Do(new Trigger.FireTimer(timer.Id));
        }
        else if (activities.Count > 0)
        {
            var activity = activities[random.Next(activities.Count)];
            if (activity.Kind == ActivityKind.ServiceTask && random.Next(6) == 0) play.Do(new Trigger.Fail(activity.Id, "worker-failed", "once"));
            else play.Do(new Trigger.Complete(activity.Id, Value.Context.Empty.With("go", random.Next(3) > 0)));
        }
    }

    /// <summary>A token is made once and used up at most once, by the log alone.</summary>
    private static void AssertTokensBalance(IEnumerable<FlowEvent> log)
    {
        var made = new HashSet<long>();
        var used = new HashSet<long>();
        foreach (var happened in log)
        {
            if (happened is ElementPassed passed)
            {
                Assert.All(passed.Consumed, token => Assert.True(made.Contains(token) && used.Add(token)));
                Assert.All(passed.Produced, token => Assert.True(made.Add(token.Token)));
            }
            if (happened is ActivityStarted started) made.Add(started.Token);
            if (happened is ActivityCompleted completed) Assert.All(completed.Produced, token => Assert.True(made.Add(token.Token)));
        }
    }
}
