namespace Workflow.Server.Http;

/// <summary>Codes about what people do around a case: personal store, progress, ratings, urging, reassigning, absences.</summary>
public static class PeopleMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["nothing-stored"] = new("没有保存的内容", "Nothing is stored under this key"),
        ["store-moved"] = new("内容已在别处更新", "It was saved elsewhere meanwhile", "请先读取最新内容。", "Please read the latest version first."),
        ["store-full"] = new("个人存储已满", "The personal store is full", "最多 {limit} 项。", "At most {limit} keys."),

        // Progress and rating
        ["progress-not-found"] = new("编号或查询码有误", "The number or the code is wrong"),
        ["already-rated"] = new("已经评价过", "Rated already", "每件只能评价一次。", "A case is rated once."),

        // Urging, reassigning, absences
        ["too-many-urges"] = new("催办次数已达上限", "Urged too often", "最多 {limit} 次。", "At most {limit} times."),
        ["not-an-officer-there"] = new("该账号不是本部门经办人", "Not an officer of the task's department", "账号:{officer}。", "Account: {officer}."),
        ["officer-absent"] = new("该经办人不在岗", "The officer is absent", "{officer} 于 {from} 至 {to} 不在岗,代办人:{substitute}。", "{officer} is absent from {from} to {to}; substitute: {substitute}."),
        ["already-assigned"] = new("已由该经办人办理", "The officer has the task already"),
        ["absence-period"] = new("不在岗期间有误", "The period of the absence is wrong", "止于今日或之后,最多 {limit} 天。", "It ends today or later and lasts {limit} days at most."),
        ["absence-overlaps"] = new("与已登记的不在岗期间重叠", "It overlaps with another absence", "已登记:{from} 至 {to}。", "Recorded: {from} to {to}."),
        ["absence-not-found"] = new("没有找到不在岗登记", "No such absence"),
        ["too-many-absences"] = new("不在岗登记过多", "Too many absences", "最多 {limit} 项。", "At most {limit}."),
        ["substitute-self"] = new("不能由本人代办", "Nobody is his own substitute"),
        ["substitute-elsewhere"] = new("代办人不是同一部门的经办人", "The substitute is no officer of the same department"),
        ["step-names-unknown"] = new("流程步骤引用了清单之外的材料或字段", "A step of the definition names a material or field that is not there", "步骤与名称:{name}。", "Step and name: {name}."),
        ["opinion-advisory-only"] = new("本环节只能给出参考意见", "This step gives an advisory opinion only"),
    };
}
