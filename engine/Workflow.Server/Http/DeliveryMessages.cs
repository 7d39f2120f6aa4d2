namespace Workflow.Server.Http;

/// <summary>Codes about subscriptions and webhooks.</summary>
public static class DeliveryMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["subscription-not-found"] = new("没有此订阅", "No such subscription"),
        ["subscription-taken"] = new("订阅名已被其他账号使用", "The name of the subscription is taken by another account"),
        ["subscription-removed"] = new("该订阅已删除,名称不能再用", "The subscription was removed; its name is not used again"),
        ["undeliverable"] = new("无法送达", "It could not be delivered", "{error}", "{error}"),
        ["webhook-url-invalid"] = new("应为 http 或 https 地址,不带账号密码与片段", "Expected an http or https address without account, password and fragment"),
        ["webhook-target-invalid"] = new("应为 IP 地址或网段,可带端口", "Expected an IP address or network, with or without a port", "例如 127.0.0.1:9000、10.0.0.0/8。", "For instance 127.0.0.1:9000, 10.0.0.0/8."),
    };
}
