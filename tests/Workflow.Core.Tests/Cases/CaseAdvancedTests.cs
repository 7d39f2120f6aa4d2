using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Review;
using Workflow.Core.Cases.Supervision;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>What the engine does of itself after a command stands in one row, and folds as if each event had one.</summary>
public sealed class CaseAdvancedTests
{
    [Fact]
    public void A_command_s_own_event_keeps_a_row_and_what_follows_from_it_shares_one()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        var events = shop.Opinion("a");
        Assert.True(events.Count > 4, $"only {events.Count} events");

        var rows = CaseAdvanced.Rows(events);

        Assert.Equal(2, rows.Count);
        Assert.IsType<OpinionRecorded>(rows[0]);
        Assert.Equal(events.Skip(1), Assert.IsType<CaseAdvanced>(rows[1]).Parts);
        Assert.Equal(events, rows.SelectMany(row => CaseAdvanced.PartsOf(row)));
    }

    [Fact]
    public void Rows_folded_make_the_state_that_the_events_make_but_for_the_version_which_counts_rows()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        foreach (string department in (string[])["a", "b", "c"]) shop.Opinion(department);

        var one = shop.History.Aggregate(CaseState.Empty, (state, happened) => (CaseState)state.Evolve(happened));

        Assert.Equal(shop.History.Count, one.Version);
        Assert.True(shop.State.Version < one.Version / 2, $"{shop.State.Version} rows of {one.Version} events");
        Assert.Equal((one with { Version = 0 }).Dump(), (shop.State with { Version = 0 }).Dump());
    }

    [Fact]
    public void What_deciding_makes_of_the_state_is_what_the_rows_fold_to()
    {
        int compared = 0;
        for (int seed = 1; seed <= 60; seed++)
        {
            RandomLives.Play(seed, compare: (folded, own) =>
            {
                Assert.Equal(folded.Dump(), own.Dump());
                compared++;
            });
        }

        Assert.True(compared > 500, $"only {compared} commands told");
    }

    [Fact]
    public void Neighbours_are_never_reordered_and_what_may_not_share_a_row_parts_them()
    {
        var at = Scenario.Monday;
        Event[] events = [new DataWritten(1, Workflow.Feel.Value.Context.Empty), new ClockEnded("a", at), new ClockStopped("b", default, null, at), new ClockEnded("b", at)];

        var rows = CaseAdvanced.Rows(events);

        Assert.Equal([typeof(CaseAdvanced), typeof(ClockStopped), typeof(ClockEnded)], rows.Select(r => r.GetType()));
        Assert.Equal(events, rows.SelectMany(row => CaseAdvanced.PartsOf(row)));
    }

    [Fact]
    public void A_wide_fan_out_fills_several_rows()
    {
        var events = Enumerable.Range(0, (2 * CaseAdvanced.MostParts) + 1).Select(n => (Event)new ClockEnded($"task-{n}", Scenario.Monday)).ToList();

        var rows = CaseAdvanced.Rows(events);

        Assert.Equal([CaseAdvanced.MostParts, CaseAdvanced.MostParts, 1], rows.Select(r => CaseAdvanced.PartsOf(r).Length));
        Assert.Equal(events, rows.SelectMany(row => CaseAdvanced.PartsOf(row)));
    }

    [Fact]
    public void A_history_step_by_step_has_every_event_with_the_version_of_its_row()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        var rows = CaseAdvanced.Rows(shop.History);

        var steps = CaseSteps.Of(rows);

        Assert.Equal(shop.History, steps.Select(s => s.Happened));
        Assert.Equal(Enumerable.Range(0, rows.Count).SelectMany(row => CaseAdvanced.PartsOf(rows[row]).Select(_ => row + 1L)), steps.Select(s => s.After.Version));
    }
}
