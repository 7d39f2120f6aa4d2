namespace Workflow.Samples.Setup;

/// <summary>The regions (GB/T 2260) and departments of the sample. The places are real, what happens there is made up.</summary>
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
    ];
}
