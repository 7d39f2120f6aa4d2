using Workflow.Samples.Api;
using static Workflow.Samples.Walk.WalkStage;
using Workflow.Contracts.Cases;

namespace Workflow.Samples.Walk;

/// <summary>
/// One finished housing estate: a supplement before acceptance, one site visit of all departments and a second one for the
/// civil defence office, which sends its review back; a red card, a special procedure over the Dragon Boat holiday, the lead
/// department's last word, one minute, and a condition that outlives the grant.
/// </summary>
internal static class AcceptanceWalk
{
    private const string Condition = "雨污分流检查井盖一个月内更换标识";

    private static readonly (string Item, string Name)[] Results =
    [
        ("planning_check", "规划条件核实意见书"), ("fire_acceptance", "特殊建设工程消防验收意见书"), ("civil_defence_record", "人防工程竣工验收备案表"), ("archive_acceptance", "城建档案验收意见书"),
        ("drainage_acceptance", "排水设施竣工验收意见书"), ("greening_acceptance", "配套绿化工程验收意见书"), ("completion_record", "工程竣工验收备案表"),
    ];

    public static async Task<string> PlayAsync(WalkStage stage)
    {
        var player = stage.Player;
        stage.PrintHead();

        var applicant = await stage.FileSampleAsync(On(6, 1, 9, 30), "archive_index");

        await stage.PassAsync(On(6, 2, 10, 0));
        MissingRequest index = new("archive_index", "缺少工程档案移交目录"), survey = new("survey_report", "测量报告未加盖测绘资质章");
        await player.AskForSupplementAsync("请一次补齐。", index, survey);
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 4, 15, 0));
        await player.SupplementAsync(applicant, [("archive_index", "Index of the archive"), ("survey_report", "Completion survey, sealed")]);
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 5, 9, 0));
        await player.AcceptAsync();
        await stage.PrintNewAsync();

        // One visit for everybody.
        await stage.PassAsync(On(6, 8, 9, 30));
        await player.CompleteAsync("plan_visit", ("visitOn", "2026-06-09"), ("invited", "规划、人防、档案、水务、城管"));
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 9, 16, 0));
        await player.CompleteAsync("site_visit", ("buildings", 7), ("present", 6));
        var visited = await stage.PrintNewAsync();
        var atOnce = visited.Tasks.Count(t => t.Kind == "review" && t.State == "open");

        await stage.PassAsync(On(6, 10, 10, 0));
        await stage.OpinionsAsync("planning_check", "greening_acceptance");
        await player.ClaimAsync("drainage_acceptance");
        await player.OpinionAsync("drainage_acceptance", "conditional", null, Condition);
        await player.ClaimAsync("civil_defence_record");
        await player.SendBackAsync("civil_defence_record", "site_visit", "keep", "三号口部防护门启闭不严,整改后复验");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(6, 12, 9, 0));
        await player.UntilAsync("the red card of the archive", c => c.Tasks.Any(t => t.Item == "archive_acceptance" && t.Card == "red"));
        await player.UrgeAsync("archive_acceptance", "验收时限已过,请今日内出具意见。");
        await stage.OpinionsAsync("archive_acceptance");
        await stage.PrintNewAsync();

        // The second visit is a round of the first, for the one department that asked; the others are not disturbed.
        await stage.PassAsync(On(6, 15, 10, 0));
        await player.CompleteAsync("site_visit", ("buildings", 1), ("finding", "三号口部防护门整改合格"));
        await player.OpinionAsync("civil_defence_record", "positive", "复验合格");
        await stage.PrintNewAsync();

        // All others have spoken, so it is the lead department's turn; its test of the fire equipment is not counted.
        await stage.PassAsync(On(6, 15, 14, 0));
        await player.ClaimAsync("fire_acceptance");
        await player.BeginSpecialAsync("fire_acceptance", "test", 6, "委托检测机构现场检测消防设施,所需时间不计入办理时限。");
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 22, 11, 0));
        await player.EndSpecialAsync("fire_acceptance", "消防设施检测合格");
        await player.OpinionAsync("fire_acceptance", "positive", "消防设施检测合格");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(6, 23, 16, 0));
        await player.CompleteAsync("joint_minute", ("minute", "各部门同意通过;排水部门所提条件限期落实"));
        await stage.PrintNewAsync();

        await stage.PassAsync(On(6, 25, 9, 30));
        await stage.OpinionsAsync("completion_record");
        await player.DecideAsync("grant");
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 25, 16, 0));
        await player.ConcludeAsync(stage.Results(Results));
        await stage.PrintNewAsync();
        await stage.PassAsync(On(6, 26, 10, 0));
        await player.DeliverAsync("window", "建设单位签收");
        await stage.PrintNewAsync();

        // The condition outlives the grant until it is fulfilled.
        await stage.PassAsync(On(7, 6, 10, 0));
        await player.FulfilAsync(applicant, "water", "井盖标识已全部更换");
        var ended = await stage.PrintNewAsync();

        stage.CheckGranted(ended, [.. Results.Select(r => r.Item)]);
        if (ended.Tasks.Count(t => t.Element == "site_visit") != 2) throw new StoryException("there should have been two visits");
        if (ended.Clocks.Count(c => c.Card == "red") != 1) throw new StoryException("the archive and nobody else should show a red card");
        if (ended.Clocks.Single(c => c.Clock == "case").Stops.Count != 1) throw new StoryException("the test should have stopped the case once");
        return $"concluded: {ended.CaseNumber}, {atOnce} departments after one visit, a second visit for one of them, {ended.Version} events";
    }
}
