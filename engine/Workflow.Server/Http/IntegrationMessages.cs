namespace Workflow.Server.Http;

/// <summary>Codes of messages, signatures and dead letters.</summary>
public static class IntegrationMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Messages
        ["message-invalid"] = new("消息内容有误", "The message has errors"),
        ["message-too-large"] = new("消息过大", "The message is too large"),
        ["message-batch-too-long"] = new("批量消息过多", "Too many messages in one batch", "最多 {limit} 条。", "At most {limit}."),
        ["message-media-type"] = new("不是 CloudEvents 消息", "Not a CloudEvents message",
            "应为 application/cloudevents+json、application/cloudevents-batch+json,或带 ce- 头的二进制模式。",
            "Expected application/cloudevents+json, application/cloudevents-batch+json, or binary mode with ce- headers."),
        ["message-type-unknown"] = new("未知的消息类型", "The message type is not known"),
        ["message-version-unknown"] = new("未知的消息版本", "The version of the message type is not known"),
        ["message-source-reserved"] = new("此来源名为系统保留", "This source is reserved"),
        ["message-id-reused"] = new("消息标识已用于其他内容", "The message id was used with other content"),

        // Messages and signals across cases
        ["message-not-awaited"] = new("没有办件在等待此消息", "No case waits for this message"),
        ["signal-not-awaited"] = new("没有办件在等待此信号", "No case waits for this signal"),
        ["message-expired"] = new("有效期内没有办件等待此消息", "No case waited for this message in time"),
        ["message-seal-lost"] = new("消息内容的密钥已不存在", "The key that the message was sealed with is gone"),
        ["message-payload-too-large"] = new("消息内容过大", "What the message says is too large", "不得超过 {limit} 字节。", "At most {limit} bytes."),
        ["message-ttl-invalid"] = new("保留时长不正确", "The time to keep it is not right", "应为 ISO 8601 时长,不得超过 {max}。", "An ISO 8601 duration of at most {max}."),
        ["too-many-parked"] = new("待投递的消息过多", "Too many messages wait already", "每个账号最多 {limit} 条。", "At most {limit} for an account."),
        ["parked-message-not-found"] = new("没有此待投递消息", "No such parked message"),
        ["parked-message-settled"] = new("该消息已处理", "The message is settled already"),
        ["signal-not-found"] = new("没有此信号", "No such signal"),

        // Signatures
        ["signature-invalid"] = new("签名无效", "The signature is not valid"),
        ["signature-expired"] = new("签名时间超出允许范围", "The signature's time is too far from now", "与服务器时间相差不得超过 5 分钟。", "At most 5 minutes from the server's time."),
        ["signed-id-reused"] = new("webhook-id 已用于其他内容", "The webhook-id was used with other content"),
        ["signing-secret-shown-once"] = new("签名密钥只显示一次", "A signing secret is shown only once"),
        ["too-many-secrets"] = new("签名密钥过多", "Too many signing secrets", "最多 {limit} 个。", "At most {limit}."),

        // Dead letters
        ["dead-letter-not-found"] = new("没有此死信", "No such dead letter"),
        ["dead-letter-settled"] = new("该死信已处理", "The dead letter is settled already"),
        ["dead-letter-cut"] = new("只保留了部分内容,无法重放", "Only its beginning was kept, so it cannot be replayed"),
        ["dead-letter-unverified"] = new("签名未通过的消息只能由该账号自己重放", "A message whose signature failed can be replayed by the account itself only"),
        ["dead-letter-not-replayable"] = new("当前无法重新投递", "It cannot be delivered again now"),
    };
}
