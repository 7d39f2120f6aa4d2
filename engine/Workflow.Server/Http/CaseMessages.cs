namespace Workflow.Server.Http;

/// <summary>Codes about cases, tasks, clocks, files and jobs.</summary>
public static class CaseMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Filing
        ["region-outside-joint-item"] = new("该一件事不适用于此区域", "The joint item does not apply in this region", "适用于 {region} 及其下级。", "It applies in {region} and below."),
        ["field-not-asked"] = new("按已填内容无需填写此项", "Not asked, given the other answers"),
        ["not-your-account"] = new("只能以本人账号申请", "Only in the name of your own account"),
        ["resident-id-form"] = new("身份证号格式不符", "Not of the form of a resident id"),
        ["resident-id-birthday"] = new("身份证号中的出生日期有误", "The birthday in the resident id is wrong"),
        ["resident-id-check"] = new("身份证号校验码不符", "The check character of the resident id is wrong"),
        ["credit-code-form"] = new("统一社会信用代码格式不符", "Not of the form of a credit code"),
        ["credit-code-check"] = new("统一社会信用代码校验码不符", "The check character of the credit code is wrong"),
        ["nothing-applies"] = new("按所填内容无需办理任何事项", "No service item applies to these answers"),
        ["material-unknown"] = new("材料不在清单中", "The material is not on the list", "材料:{material}。", "Material: {material}."),
        ["material-twice"] = new("同一文件重复提交", "The same file twice for a material"),
        ["file-not-found"] = new("没有找到文件", "No such file"),
        ["upload-under-way"] = new("同一上传标识已有另一份文件", "Another file was uploaded under the same key"),
        ["case-exists"] = new("办件已存在", "The case exists already"),
        ["control-key-required"] = new("需要控制密钥", "The control key is required", "仅演示与测试可用。", "For walk and demo only."),

        // Cases and tasks
        ["case-not-found"] = new("没有找到办件", "No such case"),
        ["case-closed"] = new("办件已结束", "The case is closed"),
        ["case-open"] = new("办件尚未结束", "The case is still open"),
        ["not-your-case"] = new("不是您的办件", "Not your case"),
        ["task-not-found"] = new("没有找到待办", "No such task"),
        ["task-closed"] = new("待办已结束", "The task is closed"),
        ["task-kind"] = new("该待办不能这样办理", "Not what this task is for", "类别:{kind}。", "Its kind: {kind}."),
        ["task-held"] = new("该待办须等待,暂不能办理", "The task has to wait", "原因:{reason}。", "Because of: {reason}."),
        ["task-claimed"] = new("待办已被认领", "The task is claimed by somebody else", "经办人:{officer}。", "By {officer}."),
        ["not-your-task"] = new("不是本部门的待办", "Not a task of your department"),
        ["reason-required"] = new("需要说明理由", "A reason is required"),
        ["conditions-required"] = new("需要写明条件", "Conditions are required"),
        ["missing-materials-required"] = new("需要列出所缺材料", "The missing materials are required"),
        ["supplement-already-asked"] = new("补正告知只能一次", "A supplement was asked for already"),
        ["no-supplement-asked"] = new("没有要求补正", "No supplement was asked for"),
        ["supplement-incomplete"] = new("补正材料不全", "The supplement is incomplete", "缺少:{materials}。", "Missing: {materials}."),
        ["material-not-asked"] = new("未要求补正该材料", "This material was not asked for", "材料:{material}。", "Material: {material}."),
        ["already-decided"] = new("已作出决定", "Decided already"),
        ["not-decided"] = new("尚未作出决定", "Not decided yet"),
        ["already-concluded"] = new("已办结", "Concluded already"),
        ["denied-has-no-results"] = new("不予许可的办件没有结果文书", "A denied case has no results"),
        ["result-item-unknown"] = new("结果不属于本办件的事项", "The result belongs to no item of the case", "事项:{item}。", "Item: {item}."),
        ["basis-required"] = new("需要写明依据", "A legal basis is required"),

        // Clocks
        ["clock-not-found"] = new("没有找到计时", "No such clock"),
        ["clock-not-running"] = new("计时未在运行", "The clock is not running"),
        ["clock-not-stopped"] = new("计时未停止", "The clock is not stopped"),
        ["clock-stopped"] = new("计时已停止,请先恢复", "The clock stands still; resume it first"),
        ["not-your-clock"] = new("无权停止或恢复该计时", "Not a clock of your department"),
        ["intake-clock-not-stoppable"] = new("收件计时不能停止", "The intake clock cannot be stopped"),
        ["no-test-clock"] = new("该办件没有测试时钟", "The case has no test clock"),
        ["test-clock-range"] = new("测试时钟只能前移 1 秒至 400 天", "A test clock moves forward by 1 second to 400 days"),
        ["one-of-two"] = new("两项中须且只能填写一项", "Exactly one of the two is required", "另一项:{other}。", "The other: {other}."),

        // Automated steps
        ["job-closed"] = new("该自动步骤已结束", "The job is closed"),
        ["job-not-held"] = new("未持有该自动步骤", "The job is not held by this worker"),
        ["incident-closed"] = new("该异常已处理", "The incident is closed"),

        // Lists
        ["cursor-invalid"] = new("游标无效", "The cursor is not valid"),
        ["parameter-twice"] = new("参数重复", "The parameter stands twice"),
        ["not-yet-counted"] = new("统计尚未更新到该位置", "Not counted up to this position yet"),
    };
}
