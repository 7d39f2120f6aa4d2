using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

/// <summary>加签 and 减签: others sign the same step, before, after or beside the host; who is not needed leaves.</summary>
public sealed class SignerTests
{
    private static readonly Actor Supervisor = new(ActorKind.Person, "chief", Role.Supervisor, null, Scenario.Region);
    private readonly Scenario shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();

    [Fact]
    public void A_signer_before_comes_first_and_the_host_waits_while_its_clock_runs_on()
    {
        var host = Host("a");
        shop.Accepted(Add(host, "x", SignerPosition.Before));
        Assert.Equal("task-held", shop.Refused(Says(host, "a")));
        Assert.True(shop.State.Clocks[CaseClocks.OfTask(host)].Clock.IsRunning);

        shop.Opinion("x");
        Assert.False(shop.State.Tasks[host].IsHeld);
        shop.Opinion("a");
        Assert.Equal("positive", OpinionOf("a"));
        SameReplayed();
    }

    [Fact]
    public void A_signer_after_waits_for_the_host_and_its_time_starts_with_its_turn()
    {
        shop.Accepted(Add(Host("a"), "x", SignerPosition.After));
        var signer = Host("x");
        Assert.Equal("task-held", shop.Refused(Says(signer, "x")));
        Assert.False(shop.State.Clocks.ContainsKey(CaseClocks.OfTask(signer)));
        shop.Opinion("a");
        Assert.True(shop.State.Clocks[CaseClocks.OfTask(signer)].Clock.IsRunning);
        Assert.Null(OpinionOf("a"));
        shop.Opinion("x", OpinionKind.Negative, "no");
        Assert.Equal("negative", OpinionOf("a"));
        SameReplayed();
    }

    [Fact]
    public void The_join_waits_for_every_signer_of_a_step()
    {
        shop.Accepted(Add(Host("a"), "x", SignerPosition.Parallel));
        foreach (var department in (string[])["a", "b", "c"]) shop.Opinion(department);
        Assert.Empty(shop.OpenTasks(TaskKind.Decide));
        shop.Opinion("x");
        Assert.NotEmpty(shop.OpenTasks(TaskKind.Decide));
    }

    [Fact]
    public void A_signer_of_a_step_of_many_is_another_voice_of_their_vote()
    {
        var play = new Scenario(ReviewDefinition.Several("[&quot;d1&quot;, &quot;d2&quot;]", "approval:policy=\"k-of-n\" approval:k=\"2\"")).Filed().AcceptedByWindow();
        var host = play.Task(TaskKind.Review, "d1").Id;
        play.Accepted(new AddSigner(host, "x", "li", SignerPosition.Parallel, 1, "knows the place") { By = Scenario.Officer("d1"), CaseId = play.CaseId });
        var group = Assert.Single(play.State.Reviews.Groups.Values);
        Assert.Equal(3, group.Seats.Count);
        Assert.Equal("li", play.Task(TaskKind.Review, "x").Assignee);
        play.Opinion("d1", OpinionKind.Negative, "no");
        play.Opinion("d2");
        play.Accepted(new RecordOpinion(play.Task(TaskKind.Review, "x").Id, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer("x", "li"), CaseId = play.CaseId });
        Assert.Equal(ReviewOutcome.Positive, play.State.Reviews.Groups.Values.Single().Outcome!.Outcome);
        Assert.NotEmpty(play.OpenTasks(TaskKind.Decide));
    }

    [Theory]
    [InlineData("in-order", "d1", "x", SignerPosition.Before)]
    [InlineData("lead\" approval:lead=\"x", "d1", "x", SignerPosition.Before)]
    [InlineData("lead\" approval:lead=\"d1", "d1", "x", SignerPosition.After)]
    [InlineData("lead\" approval:lead=\"d1", "d1", "x", SignerPosition.Before)]
    public void Where_an_order_is_set_already_whoever_was_added_and_the_host_never_wait_for_each_other(string policy, string host, string signer, SignerPosition position)
    {
        var play = new Scenario(ReviewDefinition.Several("[&quot;d1&quot;]", $"approval:policy=\"{policy}\"")).Filed().AcceptedByWindow();
        play.Accepted(new AddSigner(play.Task(TaskKind.Review, host).Id, signer, null, position, null, "knows the place") { By = Supervisor, CaseId = play.CaseId });

        Assert.Equal(position == SignerPosition.Before ? signer : host, Assert.Single(play.OpenTasks(TaskKind.Review), t => !t.IsHeld).Department);
        Walks.PlayToTheEnd(play);
        Assert.Equal(2, play.State.Opinions.Count);
    }

    [Fact]
    public void The_lead_keeps_the_last_word_when_another_signs_its_step_too()
    {
        var play = new Scenario(ReviewDefinition.Fork(2, "approval:policy=\"lead\" approval:lead=\"d1\"", _ => ">")).Filed().AcceptedByWindow();
        play.Accepted(new AddSigner(play.Task(TaskKind.Review, "d1").Id, "x", null, SignerPosition.Parallel, null, "knows the place") { By = Supervisor, CaseId = play.CaseId });
        play.Opinion("d2", OpinionKind.Negative, "no");
        play.Opinion("x");
        play.Accepted(new RecordOpinion(play.Task(TaskKind.Review, "d1").Id, new Opinion(OpinionKind.Positive, "all the same", [])) { By = Scenario.Officer("d1"), CaseId = play.CaseId });
        Assert.Equal(ReviewOutcome.Positive, play.State.Reviews.Groups.Values.Single(g => g.Policy == GroupPolicy.Lead).Outcome!.Outcome);
    }

    [Fact]
    public void What_cannot_be_added_is_refused_with_its_reason()
    {
        var host = Host("a");
        Assert.Equal("task-not-found", shop.Refused(Add(99, "x", SignerPosition.Parallel)));
        Assert.Equal("not-your-task", shop.Refused(Add(host, "x", SignerPosition.Parallel) with { By = Scenario.Officer("b") }));
        Assert.Equal("reason-required", shop.Refused(Add(host, "x", SignerPosition.Parallel) with { Reason = " " }));
        Assert.Equal("weight-range", shop.Refused(Add(host, "x", SignerPosition.Parallel) with { Weight = -1 }));
        Assert.Equal("signer-exists", shop.Refused(Add(host, "a", SignerPosition.Parallel)));
        Assert.Equal("not-your-case", shop.Refused(Add(host, "x", SignerPosition.Parallel) with { By = Supervisor with { Region = "330100" } }));
        shop.Accepted(Add(host, "x", SignerPosition.Parallel) with { By = Supervisor });
        Assert.Equal("signer-exists", shop.Refused(Add(host, "x", SignerPosition.After)));
        shop.Opinion("a");
        Assert.Equal("task-closed", shop.Refused(Add(host, "y", SignerPosition.Parallel)));

        var voted = Fork("approval:policy=\"any\"", _ => "");
        voted.Opinion("d1");
        Assert.Equal("outcome-reached", voted.Refused(new AddSigner(voted.Task(TaskKind.Review, "d2").Id, "x", null, SignerPosition.Parallel, null, "why not") { By = Scenario.Officer("d2"), CaseId = voted.CaseId }));
    }

    [Fact]
    public void A_removed_signer_is_not_waited_for()
    {
        shop.Accepted(Add(Host("a"), "x", SignerPosition.Before));
        shop.Accepted(Remove(Host("x"), "a"));
        Assert.False(shop.State.Tasks[Host("a")].IsHeld);
        shop.Opinion("a");
        Assert.Equal("positive", OpinionOf("a"));

        shop.Accepted(Add(Host("b"), "y", SignerPosition.Parallel));
        shop.Opinion("b");
        shop.Accepted(Remove(shop.Task(TaskKind.Review, "y").Id, "b"));
        Assert.Equal("positive", OpinionOf("b"));
        SameReplayed();
    }

    [Fact]
    public void A_removal_that_would_starve_a_group_is_refused_with_its_reason()
    {
        Assert.Equal("signer-item-applies", shop.Refused(Remove(Host("a"), "lead")));
        Assert.Equal("not-your-task", shop.Refused(Remove(Host("a"), "b")));
        Assert.Equal("task-not-found", shop.Refused(Remove(99, "lead")));
        var lone = new Scenario(ReviewDefinition.Fork(1, "", _ => ReviewDefinition.Limit(5))).Filed().AcceptedByWindow();
        Assert.Equal("signer-last-seat", Tries(lone, "d1"));
        Assert.Equal("group-k-unreachable", Tries(Fork("approval:policy=\"k-of-n\" approval:k=\"3\"", _ => ""), "d1"));
        Assert.Equal("group-no-veto-left", Tries(Fork("approval:policy=\"veto\"", i => i == 1 ? "approval:veto=\"true\"" : ""), "d1"));
        Assert.Equal("group-weights-short", Tries(Fork("approval:policy=\"weighted\" approval:threshold=\"4\"", i => $"approval:weight=\"{(i == 1 ? 3 : 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}\""), "d1"));
        Assert.Equal("group-no-lead-left", Tries(Fork("approval:policy=\"lead\" approval:lead=\"d1\"", _ => ""), "d1"));

        static string Tries(Scenario play, string department) =>
            play.Refused(new RemoveSigner(play.Task(TaskKind.Review, department).Id, "not needed") { By = Scenario.Lead, CaseId = play.CaseId });
    }

    [Fact]
    public void A_department_of_a_fork_is_removed_and_its_branch_goes_on()
    {
        var play = Fork("approval:policy=\"all\"", _ => "");
        play.Opinion("d1");
        play.Opinion("d2");
        Assert.Equal("reason-required", play.Refused(new RemoveSigner(play.Task(TaskKind.Review, "d3").Id, "") { By = Supervisor, CaseId = play.CaseId }));
        play.Accepted(new RemoveSigner(play.Task(TaskKind.Review, "d3").Id, "no concern of theirs") { By = Supervisor, CaseId = play.CaseId });
        Assert.Equal(ReviewOutcome.Positive, play.State.Reviews.Groups.Values.Single().Outcome!.Outcome);
        Assert.NotEmpty(play.OpenTasks(TaskKind.Decide));
        Assert.Equal(play.State.Dump(), play.Replayed().Dump());
    }

    [Fact]
    public void Withdrawing_closes_the_tasks_of_all_signers()
    {
        shop.Accepted(Add(Host("a"), "x", SignerPosition.After));
        shop.Accepted(new Core.Cases.Closing.Withdraw("changed my mind") { By = Scenario.Applicant, CaseId = shop.CaseId });
        Assert.DoesNotContain(shop.State.Tasks.Values, t => t.IsOpen);
        Assert.Empty(shop.State.Agenda);
    }

    private static Scenario Fork(string policy, Func<int, string> step) =>
        new Scenario(ReviewDefinition.Fork(3, policy, i => step(i) + ReviewDefinition.Limit(5))).Filed().AcceptedByWindow();

    private long Host(string department) => shop.Task(TaskKind.Review, department).Id;

    private AddSigner Add(long host, string department, SignerPosition position) =>
        new(host, department, null, position, null, "knows the place") { By = Scenario.Officer(shop.State.Tasks.GetValueOrDefault(host)?.Department ?? "a"), CaseId = shop.CaseId };

    private RemoveSigner Remove(long task, string by) => new(task, "not needed") { By = Scenario.Officer(by), CaseId = shop.CaseId };

    private RecordOpinion Says(long task, string department) => new(task, new Opinion(OpinionKind.Positive, null, [])) { By = Scenario.Officer(department), CaseId = shop.CaseId };

    private string? OpinionOf(string item) => ((shop.State.Flow.DataOf(shop.State.Flow.Root!.Value)["opinions"] as Value.Context)?[item] as Value.Text)?.Is;

    private void SameReplayed() => Assert.Equal(shop.State.Dump(), shop.Replayed().Dump());
}
