namespace Workflow.Server.Http;

/// <summary>Codes of the door itself: bodies, sign-in, protection, commands.</summary>
public static class HttpMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Bodies and their fields
        ["body-invalid"] = new("请求内容有误", "The request body has errors"),
        ["body-required"] = new("缺少请求内容", "A request body is required"),
        ["body-too-large"] = new("请求内容过大", "The request body is too large"),
        ["json-empty"] = new("缺少 JSON 内容", "There is no JSON"),
        ["json-too-large"] = new("JSON 过大", "The JSON is too large"),
        ["json-encoding"] = new("JSON 不是 UTF-8 编码", "The JSON is not UTF-8"),
        ["json-malformed"] = new("不是有效的 JSON", "Not valid JSON", "第 {line} 行第 {column} 字节。", "Line {line}, byte {column}."),
        ["json-too-deep"] = new("JSON 嵌套过深", "The JSON is nested too deeply"),
        ["json-too-many-values"] = new("JSON 的值过多", "The JSON has too many values"),
        ["json-nul"] = new("含有 NUL 字符", "Contains a NUL character"),
        ["json-surrogate"] = new("含有不成对的代理字符", "Contains half a surrogate pair"),
        ["json-duplicate-member"] = new("字段重复", "The member occurs twice"),
        ["json-number-range"] = new("数值超出可保存的范围", "The number is too large to be kept"),
        ["json-number-precision"] = new("数值位数过多", "The number has too many digits"),
        ["unsupported-media-type"] = new("不支持的内容类型", "Unsupported content type"),
        ["field-required"] = new("必填", "This field is required"),
        ["field-unknown"] = new("未知字段", "This field is not known"),
        ["field-type"] = new("类型不符", "Wrong type", "应为 {expected}。", "Expected {expected}."),
        ["field-range"] = new("超出取值范围", "Out of range", "应在 {min} 至 {max} 之间。", "Must be between {min} and {max}."),
        ["field-length"] = new("长度不符", "Wrong length", "长度应在 {min} 至 {max} 之间。", "Its length must be between {min} and {max}."),
        ["field-format"] = new("格式不符", "Wrong format", "应符合 {pattern}。", "Must match {pattern}."),
        ["field-choice"] = new("不在可选值之内", "Not one of the choices", "可选：{choices}。", "Choices: {choices}."),

        // Routes
        ["not-found"] = new("没有找到", "Not found"),
        ["method-not-allowed"] = new("不支持此方法", "Method not allowed"),
        ["parameter-invalid"] = new("参数有误", "A parameter has an error"),
        ["internal-error"] = new("服务器内部错误", "Internal error", "请记下 traceId 并联系管理员。", "Please note the traceId and tell the administrator."),
        ["unavailable"] = new("服务暂时不可用", "Temporarily unavailable", "请稍后重试。", "Please try again shortly."),
        ["request-invalid"] = new("请求有误", "The request is malformed"),

        // Protection
        ["sign-in-required"] = new("请先登录", "Please sign in"),
        ["forbidden"] = new("没有权限", "Not permitted"),
        ["region-forbidden"] = new("无权处理该区域", "Not permitted in this region", "区域：{region}。", "Region: {region}."),
        ["department-forbidden"] = new("无权代表该部门", "Not permitted for this department", "部门：{department}。", "Department: {department}."),
        ["csrf-required"] = new("缺少或错误的 X-CSRF 令牌", "The X-CSRF token is missing or wrong"),
        ["cross-site"] = new("拒绝跨站请求", "Cross-site requests are refused"),
        ["sign-in-failed"] = new("账号或密码错误", "Wrong account or password"),
        ["locked-out"] = new("账号已锁定", "The account is locked", "连续失败次数过多，请于 {until} 之后再试。", "Too many failures; try again after {until}."),
        ["too-many-attempts"] = new("尝试过于频繁", "Too many attempts", "请稍后再试。", "Please wait a while."),

        ["api-key-invalid"] = new("API 密钥无效", "The API key is not valid"),

        ["too-many-streams"] = new("实时连接过多", "Too many live connections"),

        // Commands
        ["busy"] = new("系统繁忙", "The server is busy", "等待处理的请求过多，请约 {seconds} 秒后重试。", "Too many requests wait already; please try again in about {seconds} seconds."),
        ["refused-by-database"] = new("内容无法保存", "The content cannot be stored"),
        ["idempotency-key-required"] = new("缺少 Idempotency-Key", "Idempotency-Key is required", "1 至 128 个可见 ASCII 字符。", "1 to 128 visible ASCII characters."),
        ["idempotency-key-reused"] = new("Idempotency-Key 已用于其他内容", "Idempotency-Key was used with other content"),
    };
}
