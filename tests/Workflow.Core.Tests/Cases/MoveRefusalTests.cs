using System.Globalization;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Moves;
using Workflow.Core.Runtime;
using Workflow.Core.Tests.Flow;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>Moves that a model's own shape rules out, or the decision, or a limit.</summary>
public class MoveRefusalTests
{
    private static readonly UserTask Survey = SmallModel.Step("survey", "work"), R1 = SmallModel.Step("r1", "review"), R2 = SmallModel.Step("r2", "review"),
        R3 = SmallModel.Step("r3", "review"), Decide = SmallModel.Step("decide", "decide");

    [Fact]
    public void Where_forks_and_joins_do_not_pair_up_no_token_goes_back_but_a_step_is_asked_beside_the_flow()
    {
        var play = Played(Draw.Process("start -> survey -> fork -> r1 -> joinFirst -> join -> decide -> end\nfork -> r2 -> joinFirst\nfork -> r3 -> join", Survey, R1, R2, R3, Decide));
        Do(play, "survey");

        Assert.Equal("not-block-structured", Refused(play, "r1", "survey", SendBackMode.Branch));
        Assert.Equal("not-block-structured", Refused(play, "r1", "survey", SendBackMode.Cancel));
        play.Accepted(Back(play, "r1", "survey", SendBackMode.Keep));
        Walks.PlayToTheEnd(play);
    }

    [Fact]
    public void A_step_beside_the_flow_cannot_give_the_main_flow_a_second_token()
    {
        var remind = Draw.On("r1", "remind", "PT1H", interrupts: false);
        var play = Played(Draw.Process("start -> survey -> fork -> r1 -> join -> decide -> end\nfork -> r2 -> join\nremind -> beside -> endBeside", Survey, R1, R2, Decide, remind, SmallModel.Step("beside", "work")));
        Do(play, "survey");
        Walks.FallDue(play);

        Assert.Equal("branch-would-double", Refused(play, "beside", "survey", SendBackMode.Branch));
        Assert.Equal("branch-would-double", Refused(play, "beside", "survey", SendBackMode.Cancel));
        play.Accepted(Back(play, "beside", "survey", SendBackMode.Pause));
        Walks.PlayToTheEnd(play);
    }

    [Fact]
    public void A_step_of_a_sub_process_that_has_ended_is_not_gone_back_to()
    {
        var play = Played(Draw.Process("start -> sub -> decide -> end\nsub:startIn -> r1 -> endIn", R1, Decide));
        Do(play, "r1");

        Assert.Equal("target-not-open", Refused(play, "lead", "r1", SendBackMode.Branch));
        Assert.Equal("target-not-open", Refused(play, "lead", "r1", SendBackMode.Cancel));
        play.Accepted(Back(play, "lead", "r1", SendBackMode.Keep));
        Walks.PlayToTheEnd(play);
    }

    [Fact]
    public void After_the_decision_nothing_goes_back_and_no_opinion_is_withdrawn()
    {
        var play = Played(Draw.Process("start -> survey -> fork -> decide -> join -> end\nfork -> r1 -> join\nfork -> after -> join", Survey, R1, Decide, SmallModel.Step("after", "work")));
        foreach (var department in (string[])["survey", "r1", "lead"]) Do(play, department);

        foreach (var mode in Enum.GetValues<SendBackMode>()) Assert.Equal("already-decided", Refused(play, "after", "survey", mode));
        Assert.Equal("already-decided", play.Refused(new WithdrawOpinion(play.State.Opinions.Keys.Single(), "x") { By = Scenario.Officer("r1"), CaseId = play.CaseId }));
        Walks.PlayToTheEnd(play);
    }

    [Fact]
    public void A_case_has_so_many_copies_and_no_more()
    {
        var play = Played(Draw.Process("start -> r1 -> end", R1));
        SendCopy To(int i) => new(string.Create(CultureInfo.InvariantCulture, $"x{i}"), null, "for your files", true) { By = Scenario.Officer("r1"), CaseId = play.CaseId };
        for (var i = 0; i < SendCopy.CopiesMax; i++) play.Accepted(To(i));

        Assert.Equal("too-many-copies", play.Refused(To(SendCopy.CopiesMax)));
    }

    private static Scenario Played(ProcessGraph graph) => new Scenario(graph).Filed().AcceptedByWindow();

    private static void Do(Scenario play, string department) => play.Accepted(Walks.Done(play, Of(play, department), OpinionKind.Positive));

    private static SendBack Back(Scenario play, string department, string target, SendBackMode mode) =>
        new(Of(play, department).Id, target, mode, "missing") { By = Scenario.Officer(department), CaseId = play.CaseId };

    private static string Refused(Scenario play, string department, string target, SendBackMode mode) => play.Refused(Back(play, department, target, mode));

    private static CaseTask Of(Scenario play, string department) => play.State.Tasks.Values.Single(t => t.IsOpen && t.Department == department);
}
