namespace Workflow.Samples.Setup;

/// <summary>The regions (GB/T 2260) and departments of the samples. The places are real, what happens there is made up.</summary>
internal static class Places
{
    public const string Sichuan = "510000";
    public const string Chengdu = "510100";
    public const string Jinjiang = "510104";
    public const string Wuhou = "510107";

    public static readonly (string Code, string Zh, string En)[] Regions =
    [
        (Sichuan, "四川省", "Sichuan"),
        (Chengdu, "成都市", "Chengdu"),
        (Jinjiang, "锦江区", "Jinjiang District"),
        (Wuhou, "武侯区", "Wuhou District"),
    ];

    /// <summary>Where cases are handled, with the word that stands in the names of its accounts.</summary>
    public static readonly (string Code, string Word)[] Districts = [(Jinjiang, "jinjiang"), (Wuhou, "wuhou")];

    public const string Window = "window";

    /// <summary>Departments that only the other samples ask. They have officers in one district: that is enough to play them.</summary>
    public static readonly (string Code, string Zh, string En)[] InJinjiangOnly =
    [
        ("police", "公安分局", "Public security bureau"),
        ("hrss", "人力资源和社会保障局", "Human resources and social security bureau"),
        ("medical_insurance", "医疗保障局", "Medical insurance bureau"),
        ("housing_fund", "住房公积金管理部", "Housing fund office"),
        ("bank", "中国人民银行服务点", "People's Bank service point"),
        ("maternity", "妇幼保健院", "Maternity hospital"),
        ("housing", "住房建设和交通运输局", "Housing and construction bureau"),
        ("planning", "规划和自然资源局", "Planning and natural resources bureau"),
        ("civil_defence", "国防动员办公室", "Civil defence office"),
        ("archives", "城建档案馆", "Construction archive"),
    ];

    public static readonly (string Code, string Zh, string En)[] Departments =
    [
        (Window, "综合窗口", "Service window"),
        ("approval", "行政审批局", "Administrative approval bureau"),
        ("market", "市场监督管理局", "Market supervision bureau"),
        ("urban", "城市管理局", "Urban management bureau"),
        ("fire", "消防救援大队", "Fire and rescue brigade"),
        ("health", "卫生健康局", "Health bureau"),
        ("ecology", "生态环境局", "Ecology and environment bureau"),
        ("water", "水务局", "Water bureau"),
        ("tax", "税务局", "Tax bureau"),
        ("tobacco", "烟草专卖局", "Tobacco monopoly bureau"),
        .. InJinjiangOnly,
    ];

    /// <summary>Departments that have officers in a district.</summary>
    public static IEnumerable<(string Code, string Zh, string En)> DepartmentsOf(string district) =>
        district == Jinjiang ? Departments : Departments.Except(InJinjiangOnly);
}
