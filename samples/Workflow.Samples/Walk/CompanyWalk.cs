using Workflow.Samples.Api;
using static Workflow.Samples.Walk.WalkStage;

namespace Workflow.Samples.Walk;

/// <summary>
/// One company in one day: registered within an hour, then six departments at once within two. Invoices are late: that
/// step shows its red card, is urged and goes on, while the case itself stays in time. Noon does not count.
/// </summary>
internal static class CompanyWalk
{
    private const string Late = "invoices";

    private static readonly (string Item, string Name)[] Results =
    [
        ("company_registration", "营业执照"), ("seal_engraving", "公章刻制备案回执"), (Late, "发票领用簿和税控设备"), ("social_insurance", "社会保险登记回执"),
        ("medical_insurance", "医疗保险登记回执"), ("housing_fund", "住房公积金缴存登记回执"), ("bank_account", "银行开户预约单"),
    ];

    public static async Task<string> PlayAsync(WalkStage stage)
    {
        var player = stage.Player;
        stage.PrintHead();

        await stage.FileSampleAsync(On(5, 20, 9, 5));
        await stage.PassAsync(On(5, 20, 9, 10));
        await player.AcceptAsync();
        await stage.PrintNewAsync();

        // Serial: nothing else can begin before the company has its number.
        await stage.PassAsync(On(5, 20, 9, 50));
        await stage.OpinionsAsync("company_registration");
        var registered = await stage.PrintNewAsync();
        var atOnce = registered.Tasks.Count(t => t.Kind == "review" && t.State == "open");

        await stage.PassAsync(On(5, 20, 10, 40));
        await stage.OpinionsAsync("seal_engraving", "social_insurance", "medical_insurance");
        await player.ClaimAsync(Late);
        await stage.PrintNewAsync();
        await stage.PassAsync(On(5, 20, 11, 20));
        await stage.OpinionsAsync("housing_fund", "bank_account");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(5, 20, 11, 55));
        var late = await player.UntilAsync("the red card of the invoices", c => c.Tasks.Any(t => t.Item == Late && t.Card == "red"));
        if (late.Clocks.Single(c => c.Clock == "case").Card != "none") throw new StoryException("one late step must not make the case late");
        await player.UrgeAsync(Late, "其余五个部门均已办妥,请尽快办理。");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(5, 20, 14, 0));
        await player.OpinionAsync(Late, "positive", "税控设备已补足库存");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(5, 20, 14, 20));
        await player.DecideAsync("grant");
        await stage.PrintNewAsync();
        await stage.PassAsync(On(5, 20, 14, 40));
        await player.ConcludeAsync(stage.Results(Results));
        await stage.PrintNewAsync();
        await stage.PassAsync(On(5, 20, 15, 0));
        await player.DeliverAsync("window", "法定代表人本人签收");
        var ended = await stage.PrintNewAsync();

        stage.CheckGranted(ended, [.. Results.Select(r => r.Item)]);
        foreach (var item in Results.Select(r => r.Item).Where(i => i != "company_registration")) CheckAfter(ended, item, "company_registration");
        if (atOnce != 6) throw new StoryException($"six departments should have begun at once after the registration, not {atOnce}");
        if (ended.Clocks.Where(c => c.Card == "red").Select(c => c.Clock).ToList() is not [['t', 'a', 's', 'k', ..]]) throw new StoryException("one step and nothing else should show a red card");
        return $"concluded: {ended.CaseNumber}, registration, then {atOnce} departments at once, one of them late, {ended.Version} events";
    }
}
