using Workflow.Contracts;

namespace Workflow.Server.Catalog;

/// <summary>
/// What holds in general behind each finding in a model, and how to mend it. docs/guides/definition-codes.md lists the same
/// codes; a test reads the sources for codes that stand in neither.
/// </summary>
public static class FindingRules
{
    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>(StringComparer.Ordinal)
    {
        // The file
        ["xml-empty"] = new("文件为空。", "The file is empty."),
        ["xml-too-large"] = new("文件不超过 4 MiB。", "A file has at most 4 MiB."),
        ["xml-doctype"] = new("不接受文档类型声明，请删除 DOCTYPE。", "Document type declarations are not taken; remove the DOCTYPE."),
        ["xml-malformed"] = new("文件不是有效的 XML，请用建模工具重新导出。", "The file is not well-formed XML; export it again from a modeler."),
        ["xml-encoding"] = new("文件内容须与其声明的编码一致，建议 UTF-8。", "The bytes must be in the encoding that the file declares; UTF-8 is best."),
        ["xml-too-deep"] = new("元素嵌套过深。", "Elements are nested too deeply."),
        ["xml-too-many-attributes"] = new("一个元素的属性过多。", "One element has too many attributes."),
        ["xml-too-many-nodes"] = new("文件的元素与属性过多，请拆分流程。", "The file has too many elements and attributes; split the process."),
        ["not-bpmn"] = new("文件须为 BPMN 2.0 模型。", "The file must be a BPMN 2.0 model."),
        ["no-executable-process"] = new("文件中须有且只有一个流程标记为可执行。", "Exactly one process of the file is marked executable."),
        ["several-executable-processes"] = new("文件中须有且只有一个流程标记为可执行。", "Exactly one process of the file is marked executable."),
        ["missing-id"] = new("每个元素都要有自己的 id。", "Every element has an id of its own."),
        ["duplicate-id"] = new("每个元素的 id 不得重复。", "No id is given twice."),

        // What cannot be run yet
        ["unsupported-element"] = new("这是有效的 BPMN，但目前不能运行；请改用支持的元素。", "Valid BPMN that cannot be run yet; use an element that can."),
        ["unsupported-attribute"] = new("这是有效的 BPMN，但目前不能运行；请去掉此设置。", "Valid BPMN that cannot be run yet; remove the setting."),
        ["unsupported-language"] = new("条件用 FEEL 书写。", "Conditions are written in FEEL."),
        ["not-executed"] = new("数据对象、资源等只作说明，运行时不起作用。", "Data objects, resources and the like describe and never act."),

        // Starts, ends, reach
        ["missing-start"] = new("流程与子流程各有一个开始事件。", "A process or sub-process has one start event."),
        ["several-starts"] = new("流程与子流程各有一个开始事件。", "A process or sub-process has one start event."),
        ["missing-end"] = new("流程与子流程至少有一个结束事件。", "A process or sub-process has at least one end event."),
        ["missing-outgoing"] = new("令牌到此后没有去路，请连出一条顺序流。", "A token would find no way on from here; draw a flow out of it."),
        ["implicit-end"] = new("没有出口的活动会在此结束；若非本意，请连出一条顺序流。", "An activity without a way out ends there; draw a flow if that is not meant."),
        ["unreachable"] = new("每个元素都要能从开始事件到达。", "Every element can be reached from the start event."),

        // Sequence flows
        ["dangling-reference"] = new("顺序流的两端须在同一流程中。", "Both ends of a flow are elements of this process."),
        ["flow-crosses-scope"] = new("顺序流不得进出子流程；请连到子流程本身。", "No flow leads into or out of a sub-process; connect the sub-process itself."),
        ["flow-list-mismatch"] = new("以顺序流自身的两端为准。", "The flow's own ends count."),
        ["start-has-incoming"] = new("开始事件没有入口。", "Nothing leads into a start event."),
        ["boundary-has-incoming"] = new("边界事件没有入口。", "Nothing leads into a boundary event."),
        ["end-has-outgoing"] = new("结束事件没有出口。", "Nothing leaves an end event."),
        ["condition-missing"] = new("排他网关的每个出口须有条件，其中一个可为默认流。", "Each flow out of an exclusive gateway has a condition; one may be the default."),
        ["condition-not-allowed"] = new("从事件出去的顺序流没有条件。", "A flow out of an event has no condition."),
        ["condition-ignored"] = new("并行网关走全部出口；需要选择时请用排他网关。", "A parallel gateway takes all its flows; use an exclusive one to choose."),
        ["condition-not-parsed"] = new("条件是 FEEL 表达式，例如 =application.area > 300。", "A condition is a FEEL expression, for instance =application.area > 300."),
        ["default-not-outgoing"] = new("默认流须从该元素出去。", "A default flow leaves its own element."),
        ["default-with-condition"] = new("默认流没有条件。", "A default flow has no condition."),

        // Timers, boundary events, multi-instances
        ["boundary-not-attached"] = new("边界事件须附着在同一层的活动上。", "A boundary event is attached to an activity beside it."),
        ["never-fires"] = new("边界事件须附着在会等待、会出错的活动上。", "A boundary event belongs on an activity that waits, or in which something can go wrong."),
        ["timer-not-parsed"] = new("定时器为 ISO 8601 时长（P3D）、带时区的日期时间，或周期（R3/PT10M），也可为以 = 开头的表达式。", "A timer is an ISO 8601 duration (P3D), a date with an offset, a cycle (R3/PT10M), or an expression that begins with =."),
        ["timer-cannot-repeat"] = new("周期只用于不中断的边界事件。", "A cycle is for boundary events that do not interrupt."),
        ["multi-instance-without-collection"] = new("多实例须有 approval:collection 或 loopCardinality 之一。", "A multi-instance has one of approval:collection and loopCardinality."),
        ["multi-instance-ambiguous"] = new("多实例须有 approval:collection 或 loopCardinality 之一。", "A multi-instance has one of approval:collection and loopCardinality."),
        ["collection-not-parsed"] = new("集合是给出列表的 FEEL 表达式。", "A collection is a FEEL expression that gives a list."),
        ["cardinality-not-parsed"] = new("基数是给出整数的 FEEL 表达式。", "A cardinality is a FEEL expression that gives a whole number."),

        // Errors
        ["error-must-interrupt"] = new("错误边界事件总是中断其活动，请勿设 cancelActivity=\"false\"。", "An error on a boundary always ends its activity; do not set cancelActivity=\"false\"."),
        ["error-without-code"] = new("抛出的错误须有 errorCode。", "An error that is thrown has an errorCode."),
        ["error-caught-twice"] = new("同一活动上，一个错误代码只由一个事件捕获。", "One event of an activity catches a code."),
        ["error-not-caught"] = new("请在外层活动上放一个捕获此错误的边界事件。", "Attach a boundary event that catches it to an activity around."),

        // What an approval needs
        ["expression-not-parsed"] = new("以 = 开头的设置是 FEEL 表达式。", "A setting that begins with = is a FEEL expression."),
        ["approval-repeated"] = new("同一设置只给出一次。", "A setting is given once."),
        ["approval-kind-missing"] = new("每个人工任务要说明其类别：review、decide、conclude、deliver 或 work。", "A user task says its kind: review, decide, conclude, deliver or work."),
        ["approval-kind-unknown"] = new("类别为 review、decide、conclude、deliver 或 work。", "A kind is review, decide, conclude, deliver or work."),
        ["approval-department-missing"] = new("每个人工任务要说明由哪个部门办理。", "A user task says which department does it."),
        ["approval-department-expression"] = new("部门为部门代码，或以 = 开头的 FEEL 表达式。", "A department is a code, or a FEEL expression that begins with =."),
        ["approval-limit-range"] = new("时限为 1 至 1000 的整数，单位为工作日、半日或工作小时。", "A limit is a whole number from 1 to 1000, in working days, half days or hours."),
        ["approval-backoff"] = new("重试间隔为时长列表（PT10S,PT1M,PT10M）或递增（PT1S*2..PT5M）。", "Pauses between tries are a list of durations (PT10S,PT1M,PT10M) or growing (PT1S*2..PT5M)."),
        ["approval-retries-range"] = new("重试次数为 0 至 100 的整数。", "Retries are a whole number from 0 to 100."),
        ["approval-job-type-missing"] = new("每个自动步骤要说明由哪类工作者处理。", "A service task says which kind of worker takes it."),
        ["approval-decision-missing"] = new("每个规则步骤要指明所用的决策。", "A business rule task names the decision that it asks."),
        ["approval-result-name"] = new("结果名以字母开头，只含字母、数字和下划线，且不与办件自带的数据同名。", "A result's name begins with a letter, has letters, digits and underscores, and is none that every case has already."),
        ["decision-not-published"] = new("请先发布该决策，再发布使用它的一件事。", "Publish the decision before the joint item that uses it."),
        ["decision-names"] = new("申请表中须有同名的字段，或由前面的步骤写入；没有的名称取 null。", "The form needs fields of these names, or an earlier step writes them; what is missing is null."),
        ["approval-review-only"] = new("materials、fields、timeout、late 只用于 review 步骤；会签规则、权重与否决还可用于并行网关与子流程。", "materials, fields, timeout and late are for steps of kind review; policies, weights and vetoes also for parallel gateways and sub-processes."),
        ["approval-names-form"] = new("材料与字段以代码列出，用空格分隔。", "Materials and fields are listed by their codes, with spaces between them."),
        ["approval-policy-unknown"] = new("会签规则为 all、any、k-of-n、veto、weighted、in-order、advisory、lead 之一；单个 review 还可为 binding。", "A policy is all, any, k-of-n, veto, weighted, in-order, advisory or lead; of a single review also binding."),
        ["approval-policy-place"] = new("会签规则放在分支分开的网关上，不放在汇聚处。", "A policy stands on the gateway where branches part, not where they meet."),
        ["approval-policy-empty"] = new("会签规则之下要有 review 步骤。", "There is a review under a policy."),
        ["approval-policy-parts"] = new("k 配 k-of-n，threshold 配 weighted，lead 配 lead，early 配任一会签规则。", "k goes with k-of-n, threshold with weighted, lead with lead, early with any policy."),
        ["approval-k-range"] = new("k 为 1 至 review 个数的整数。", "k is a whole number from 1 to the number of reviews."),
        ["approval-threshold-range"] = new("threshold 为正整数。", "A threshold is a whole number from 1."),
        ["approval-threshold-unreachable"] = new("各权重之和须能达到 threshold。", "The weights together reach the threshold."),
        ["approval-lead-missing"] = new("牵头部门在该组中要有自己的 review。", "The lead department has a review in its group."),
        ["approval-weight-range"] = new("权重为 0 至 1000000 的整数，或以 = 开头的 FEEL 表达式。", "A weight is a whole number from 0 to 1000000, or a FEEL expression that begins with =."),
        ["approval-veto-unknown"] = new("veto 为 true 或 false。", "A veto is true or false."),
        ["approval-early-unknown"] = new("early 为 finish（默认）或 close。", "Early is finish, which is the default, or close."),
        ["approval-late-unknown"] = new("late 为 ignore、note 或 reopen。", "Late is ignore, note or reopen."),
        ["approval-timeout-unknown"] = new("超时处理为 remind（默认）、consent 或 refuse。", "A timeout is remind, which is the default, consent or refuse."),
        ["approval-timeout-advisory"] = new("参考意见的步骤不能以沉默代替意见。", "A step that gives advice cannot answer by silence."),
        ["approval-timeout-without-limit"] = new("以沉默代替意见的步骤须有时限，或属于某一事项。", "A step that answers by silence has a limit, or belongs to an item that has one."),
        ["approval-no-decide"] = new("通常要有一个 decide 步骤，由牵头部门作出决定。", "There usually is a decide step for the lead department."),
        ["approval-no-conclude"] = new("通常要有一个 conclude 步骤来办结。", "There usually is a conclude step at the end."),
    };

    /// <summary>The rule behind a code; the code itself where there is none.</summary>
    public static string Of(string code, bool english) => All.TryGetValue(code, out var rule) ? english ? rule.En : rule.Zh : code;
}
