using Workflow.Core.Bpmn;
using Workflow.Core.Bpmn.Soundness;
using Workflow.Core.Tests.Flow;
using Xunit;

namespace Workflow.Core.Tests.Bpmn.Soundness;

public sealed class SoundnessTests
{
    [Fact]
    public void A_choice_that_meets_in_a_parallel_join_is_a_deadlock_with_a_path_from_the_start()
    {
        var problem = Single("""
            start -> xor -[a]-> a -> join -> end
            xor -[*]-> b -> join
            """);
        Assert.Equal((SoundnessKind.Deadlock, "join"), (problem.Kind, problem.Element));
        Assert.Equal("start", problem.Path[0]);
        Assert.Equal("join", problem.Path[^1]);
        Assert.Contains("xor", problem.Path);
        // One of the two branches, and not both: that is why the join waits.
        Assert.True(problem.Path.Contains("a") ^ problem.Path.Contains("b"), string.Join(' ', problem.Path));
    }

    [Fact]
    public void Parallel_branches_that_meet_in_an_exclusive_gateway_lack_synchronisation()
    {
        var problem = Single("""
            start -> fork -> a -> xorMerge -> after -> end
            fork -> b -> xorMerge
            """);
        Assert.Equal((SoundnessKind.LackOfSynchronisation, "xorMerge"), (problem.Kind, problem.Element));
        Assert.Equal(2, problem.Path.Count(id => id == "xorMerge"));
        Assert.Contains("a", problem.Path);
        Assert.Contains("b", problem.Path);
    }

    [Fact]
    public void Branches_that_run_into_one_task_carry_it_out_twice() =>
        Assert.Equal((SoundnessKind.LackOfSynchronisation, "c"), Kind(Single("""
            start -> fork -> a -> c -> end
            fork -> b -> c
            """)));

    [Fact]
    public void Branches_that_end_by_themselves_are_fine() => Assert.Empty(Problems("""
        start -> fork -> a -> end1
        fork -> b -> end2
        fork -> c -> end1
        """));

    [Fact]
    public void A_loop_without_a_way_out_is_told_and_one_with_a_way_out_is_not()
    {
        Assert.Equal((SoundnessKind.EndlessLoop, "xorMerge"), Kind(Single("""
            start -> xor -[a]-> end
            xor -[*]-> xorMerge -> a -> xorBack -[x]-> xorMerge
            xorBack -[*]-> b -> xorMerge
            """)));
        Assert.Empty(Problems("""
            start -> xorMerge -> a -> xorBack -[x]-> xorMerge
            xorBack -[*]-> end
            """));
    }

    [Fact]
    public void An_inclusive_split_needs_an_inclusive_join()
    {
        const string text = """
            start -> split -[a]-> a -> meet -> end
            split -[b]-> b -> meet
            split -[*]-> c -> meet
            """;
        Assert.Empty(SoundnessCheck.Of(Draw.Process(text, Or("split"), Or("meet"))).Problems);
        Assert.Equal((SoundnessKind.Deadlock, "meet"), Kind(Assert.Single(SoundnessCheck.Of(Draw.Process(text, Or("split"), new ParallelGateway("meet", null, null))).Problems)));
        Assert.Equal((SoundnessKind.LackOfSynchronisation, "meet"), Kind(Assert.Single(SoundnessCheck.Of(Draw.Process(text, Or("split"), new ExclusiveGateway("meet", null, null))).Problems)));
    }

    [Fact]
    public void An_inclusive_join_takes_parallel_branches_of_which_one_goes_another_way() => Assert.Empty(SoundnessCheck.Of(Draw.Process("""
        start -> fork -> a -> meet -> end
        fork -> xor -[x]-> b -> meet
        xor -[*]-> end2
        """, Or("meet"))).Problems);

    [Fact]
    public void A_branch_that_may_end_early_starves_the_join() => Assert.Equal((SoundnessKind.Deadlock, "join"), Kind(Single("""
        start -> fork -> a -> join -> end
        fork -> xor -[x]-> b -> join
        xor -[*]-> end2
        """)));

    [Fact]
    public void Ending_everything_starves_nobody() => Assert.Empty(Problems("""
        start -> fork -> a -> join -> end
        fork -> xor -[x]-> b -> join
        xor -[*]-> stop
        """));

    [Fact]
    public void A_reminder_that_ends_is_fine_and_one_that_comes_back_runs_the_rest_twice()
    {
        var reminder = Draw.On("a", "remind", "PT1H", interrupts: false);
        Assert.Empty(SoundnessCheck.Of(Draw.Process("""
            start -> xorMerge -> a -> xorBack -[x]-> xorMerge
            xorBack -[*]-> end
            remind -> call -> end2
            """, reminder)).Problems);
        Assert.Equal(SoundnessKind.LackOfSynchronisation, Assert.Single(SoundnessCheck.Of(Draw.Process("""
            start -> a -> xorMerge -> b -> end
            remind -> call -> xorMerge
            """, reminder)).Problems).Kind);
    }

    [Fact]
    public void Time_that_runs_out_leads_past_a_join_and_starves_it()
    {
        var late = Draw.On("a", "late", "PT1H");
        Assert.Equal((SoundnessKind.Deadlock, "join"), Kind(Assert.Single(SoundnessCheck.Of(Draw.Process("""
            start -> fork -> a -> join -> end
            fork -> b -> join
            late -> c -> end2
            """, late)).Problems)));
        Assert.Empty(SoundnessCheck.Of(Draw.Process("""
            start -> fork -> a -> xorMerge -> join -> end
            fork -> b -> join
            late -> c -> xorMerge
            """, late)).Problems);
    }

    [Fact]
    public void Each_sub_process_is_looked_through_by_itself()
    {
        var problem = Single("""
            start -> sub -> end
            sub: startIn -> xorIn -[a]-> a -> joinIn -> endIn
            sub: xorIn -[*]-> b -> joinIn
            """);
        Assert.Equal(("sub", "joinIn"), (problem.Scope, problem.Element));
    }

    [Fact]
    public void Wide_parallel_work_takes_no_states_at_all()
    {
        var lines = Enumerable.Range(1, 400).Select(i => $"fork -> a{i} -> xor{i} -[x]-> b{i} -> xorMerge{i} -> join\nxor{i} -[*]-> xorMerge{i}");
        var report = SoundnessCheck.Of(Draw.Process("start -> fork\njoin -> end\n" + string.Join('\n', lines)));
        Assert.Equal((0, 0, 0), (report.Problems.Length, report.Incomplete.Length, report.States));
    }

    [Fact]
    public void What_is_too_wide_to_be_played_whole_is_said_so_and_what_is_wrong_in_it_is_found_all_the_same()
    {
        // Each branch may end early: none can be reduced, and the join starves.
        var lines = Enumerable.Range(1, 30).Select(i => $"fork -> xor{i} -[x]-> b{i} -> join\nxor{i} -[*]-> end{i}");
        var report = SoundnessCheck.Of(Draw.Process("start -> fork\njoin -> end\n" + string.Join('\n', lines)));
        Assert.Equal(["process"], report.Incomplete);
        Assert.Contains(report.Problems, problem => problem is { Kind: SoundnessKind.Deadlock, Element: "join" });
    }

    [Fact]
    public void Findings_are_warnings_or_errors_with_the_path_in_both_languages()
    {
        var graph = Draw.Process("""
            start -> fork -> a -> xorMerge -> end
            fork -> b -> xorMerge
            """);
        var finding = Assert.Single(SoundnessCheck.Findings(graph, FindingSeverity.Warning));
        Assert.Equal(("lack-of-synchronisation", "xorMerge", FindingSeverity.Warning), (finding.Code, finding.Element, finding.Severity));
        Assert.Contains("start → fork", finding.En, StringComparison.Ordinal);
        Assert.Contains("start → fork", finding.Zh, StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Error, Assert.Single(SoundnessCheck.Findings(graph, FindingSeverity.Error)).Severity);
    }

    [Fact]
    public void A_complex_gateway_that_takes_some_of_the_branches_is_not_blamed() => Assert.Empty(SoundnessCheck.Of(Draw.Process("""
        start -> fork -> a -> some -> after -> end
        fork -> b -> some
        fork -> c -> some
        """, new ComplexGateway("some", null, null, Draw.Feel("activationCount >= 2")))).Problems);

    private static InclusiveGateway Or(string id) => new(id, null, null);

    private static IReadOnlyList<SoundnessProblem> Problems(string text) => SoundnessCheck.Of(Draw.Process(text)).Problems;

    private static SoundnessProblem Single(string text) => Assert.Single(Problems(text));

    private static (SoundnessKind, string) Kind(SoundnessProblem problem) => (problem.Kind, problem.Element);
}
