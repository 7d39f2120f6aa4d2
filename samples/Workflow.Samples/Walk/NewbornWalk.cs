using Workflow.Contracts.Cases;
using Workflow.Samples.Api;
using static Workflow.Samples.Walk.WalkStage;

namespace Workflow.Samples.Walk;

/// <summary>
/// One child, nine items of six departments: the birth certificate comes first, the household register needs it, and
/// insurance and social security card need both; a rule grants when all agree.
/// Working days in May 2026, after the make-up Saturday of Labour Day.
/// </summary>
internal static class NewbornWalk
{
    private static readonly (string Item, string Name)[] Results =
    [
        ("birth_voucher", "生育登记凭证"), ("birth_certificate", "出生医学证明"), ("vaccination_record", "预防接种电子档案"), ("household_registration", "居民户口簿(新生儿页)"),
        ("insurance_enrolment", "城乡居民参保登记回执"), ("social_security_card", "社会保障卡"), ("insurance_premium", "医保费申报回执"),
        ("maternity_reimbursement", "生育医疗费用报销结算单"), ("parenting_guidance", "科学育儿指导服务登记回执"),
    ];

    public static async Task<string> PlayAsync(WalkStage stage)
    {
        var player = stage.Player;
        stage.PrintHead();

        await stage.FileSampleAsync(On(5, 11, 9, 20));
        await stage.PassAsync(On(5, 11, 10, 0));
        await player.AcceptAsync();
        await stage.PrintNewAsync();

        // What needs no certificate goes on beside the certificate itself.
        await stage.PassAsync(On(5, 11, 14, 30));
        await stage.OpinionsAsync("birth_voucher", "birth_certificate", "parenting_guidance");
        await stage.PrintNewAsync();

        await stage.PassAsync(On(5, 12, 10, 0));
        await stage.OpinionsAsync("household_registration", "vaccination_record");
        await stage.PrintNewAsync();

        // Both certificates are there: enrolment and card may begin, together.
        await stage.PassAsync(On(5, 13, 9, 30));
        await stage.OpinionsAsync("insurance_enrolment", "social_security_card", "maternity_reimbursement");
        await stage.PrintNewAsync();

        // With the last opinion the rule finds nothing to weigh and grants at once.
        await stage.PassAsync(On(5, 14, 9, 30));
        await stage.OpinionsAsync("insurance_premium");
        var granted = await stage.PrintNewAsync();
        if (granted.Decision is not { Decision: "grant" } || granted.Tasks.Any(t => t.Kind == "decide")) throw new StoryException("the rule should have decided, and nobody else");

        await stage.PassAsync(On(5, 14, 15, 0));
        await player.ConcludeAsync(stage.Results(Results));
        await stage.PrintNewAsync();

        await stage.PassAsync(On(5, 18, 11, 0));
        await player.DeliverAsync("post", "EMS 1050011802201");
        await stage.PrintNewAsync();

        // The decision was drawn, so a person looks at it afterwards.
        await stage.PassAsync(On(5, 27, 10, 0));
        await player.VerifyAsync("各部门意见与规则一致");
        var ended = await stage.PrintNewAsync();

        string[] items = [.. Results.Select(r => r.Item)];
        stage.CheckGranted(ended, items);
        CheckAfter(ended, "household_registration", "birth_certificate");
        foreach (var item in (string[])["insurance_enrolment", "social_security_card"]) CheckAfter(ended, item, "birth_certificate", "household_registration");
        if (ended.Clocks.Any(c => c.Card != "none")) throw new StoryException($"{ended.CaseNumber} was in time and shows a card");
        return $"concluded: {ended.CaseNumber}, {items.Length} items of {DepartmentsOf(ended)} departments, {ended.Version} events";
    }

    private static int DepartmentsOf(CaseAnswer ended) => ended.SubCases.Where(s => s.Applies).Select(s => s.Department).Distinct(StringComparer.Ordinal).Count();
}
