using Workflow.Contracts.Cases;
using Workflow.Samples.Api;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Walk;

/// <summary>
/// One restaurant of 420 square metres, from the application to the delivered licences: a supplement, eight departments
/// at once, a fire inspection that stops the clock over a public holiday, a yellow card. The days of this story are
/// fixed ones of a published calendar (the Labour Day of 2026 with its make-up Saturday), so every walk tells the same.
/// </summary>
internal static class RestaurantWalk
{
    /// <summary>Items that this story's answers call for. Tobacco is not sold, so its department is never asked.</summary>
    private static readonly string[] Items =
        ["business_licence", "food_licence", "outdoor_sign", "fire_safety", "health_certificates", "fume_record", "drainage", "tax_registration"];

    private static readonly (string, string)[] FirstPapers =
    [
        ("application_form", "Joint application form"), ("operator_id", "Identity document"), ("premises_proof", "Lease"),
        ("floor_plan", "Floor plan, first draft"), ("food_safety_rules", "Food safety rules"), ("equipment_list", "Equipment list"),
        ("worker_health_certificates", "Health certificates"), ("sign_design", "Picture of the sign"),
        ("fire_facilities_plan", "Fire equipment plan"), ("fume_cleaner_certificate", "Fume cleaner certificate"), ("grease_trap_photo", "Grease trap"),
    ];

    public static async Task<string> PlayAsync(WalkStage stage)
    {
        var player = stage.Player;
        stage.PrintHead();

        var applicant = await stage.Cast.ApplicantAsync(1);
        await player.FileAsync(applicant, "online", new ApplicantRequest("organisation", "成都锦里小馆餐饮有限公司", Numbers.CreditCode(WalkStage.Region, 1), "02886001234"), Answers(), FirstPapers, WalkStage.On(4, 20, 9, 30));
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(4, 21, 10, 0));
        await player.AskForSupplementAsync("请一次补齐。",
            new MissingRequest("floor_plan", "平面布置图未标明安全出口"), new MissingRequest("fire_plan", "缺少灭火和应急疏散预案"));
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(4, 22, 15, 0));
        await player.SupplementAsync(applicant, [("floor_plan", "Floor plan with exits"), ("fire_plan", "Evacuation plan")]);
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(4, 23, 9, 0));
        await player.AcceptAsync();
        var accepted = await stage.PrintNewAsync();
        var departments = Departments(accepted);

        // From here on every department works by itself, all of them at the same time.
        await stage.PassAsync(WalkStage.On(4, 23, 14, 0));
        await Task.WhenAll(Items.Select(player.ClaimAsync));
        await Task.WhenAll(player.OpinionAsync("business_licence"), player.OpinionAsync("tax_registration"));
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(4, 27, 10, 0));
        await Task.WhenAll(
            player.OpinionAsync("health_certificates"),
            player.OpinionAsync("outdoor_sign", "conditional", null, "招牌下沿距地面不低于 2.8 米"),
            player.OpinionAsync("fume_record"),
            player.OpinionAsync("drainage", "conditional", null, "隔油设施每月清掏并留存记录"));
        await player.StopAsync("fire_safety", "inspection", "消防法第十五条现场检查;行政许可法第四十五条");
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(5, 7, 15, 0));
        await player.ResumeAsync("fire_safety");
        await stage.PrintNewAsync();

        // The food licence has used its promised eight working days but one: its yellow card falls due by itself.
        await stage.PassAsync(WalkStage.On(5, 8, 9, 30));
        await player.UntilAsync("the food licence's yellow card", c => c.Tasks.Any(t => t.Item == "food_licence" && t.Card == "yellow"));
        await stage.PrintNewAsync();
        await player.OpinionAsync("food_licence");
        await player.OpinionAsync("fire_safety", "positive", "现场检查合格");
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(5, 11, 9, 0));
        await player.DecideAsync("grant");
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(5, 11, 16, 0));
        await player.ConcludeAsync([.. Items.Select((item, i) => new ResultRequest(item, ResultNames[item], $"{WalkStage.Region}-2026-{i + 1:D2}-{player.CaseNumber[^4..]}"))]);
        await stage.PrintNewAsync();

        await stage.PassAsync(WalkStage.On(5, 13, 10, 30));
        await player.DeliverAsync("window", "经营者本人签收");
        var ended = await stage.PrintNewAsync();

        Check(stage, ended, departments);
        return $"concluded: {ended.CaseNumber}, {departments} departments in parallel, {ended.Version} events";
    }

    private static readonly Dictionary<string, string> ResultNames = new(StringComparer.Ordinal)
    {
        ["business_licence"] = "营业执照信息核验结果",
        ["food_licence"] = "食品经营许可证",
        ["outdoor_sign"] = "户外招牌设施设置意见书",
        ["fire_safety"] = "公众聚集场所投入使用、营业前消防安全检查意见书",
        ["health_certificates"] = "从业人员健康证明核验结果",
        ["fume_record"] = "油烟净化设施登记回执",
        ["drainage"] = "城镇污水排入排水管网许可证",
        ["tax_registration"] = "税务信息确认回执",
    };

    private static Dictionary<string, object> Answers() => new(StringComparer.Ordinal)
    {
        ["storeName"] = "锦里小馆(春熙路店)", ["creditCode"] = Numbers.CreditCode(WalkStage.Region, 1), ["operatorName"] = "林晓棠",
        ["operatorIdNumber"] = Numbers.ResidentId(WalkStage.Region, new DateOnly(1986, 3, 14), 1), ["operatorPhone"] = "02886001234",
        ["address"] = "成都市锦江区春熙路示范段 88 号", ["floorArea"] = 420, ["floor"] = 2, ["seats"] = 160, ["businessForm"] = "restaurant",
        ["menu"] = "hot_and_cold", ["foodWorkers"] = 18, ["outdoorSign"] = true, ["signArea"] = 12, ["cookingFumes"] = true, ["stoves"] = 6,
        ["fuel"] = "pipeline_gas", ["ownSewerConnection"] = true, ["sellsTobacco"] = false, ["openingDate"] = "2026-06-01", ["resultDelivery"] = "window",
    };

    /// <summary>Departments whose reviews were opened at one and the same instant.</summary>
    private static int Departments(CaseAnswer accepted) => accepted.Tasks.Where(t => t.Kind == "review")
        .GroupBy(t => t.OpenedAt).Max(g => g.Select(t => t.Department).Distinct(StringComparer.Ordinal).Count());

    private static void Check(WalkStage stage, CaseAnswer ended, int departments)
    {
        stage.CheckGranted(ended, Items);
        if (departments != Items.Length) throw new StoryException($"{Items.Length} departments should have begun at once, not {departments}");
    }
}
