using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>What the expression language found wrong in a text, as a sentence.</summary>
internal static class FeelTexts
{
    public static string Zh(string text, FeelError error) =>
        $"“{text}”不是 FEEL 表达式：{error.MessageZh}（{error.Code}，第 {error.Line} 行第 {error.Column} 列）";

    public static string En(string text, FeelError error) =>
        $"'{text}' is no FEEL expression: {error.Message} ({error.Code}, line {error.Line}, column {error.Column})";
}

/// <summary>What the door for XML refused, as a sentence. The reader's own words, which are English, stand in the English one only.</summary>
internal static class XmlTexts
{
    public static string Zh(XmlRefusal refusal)
    {
        var what = refusal.Code switch
        {
            "xml-empty" => "没有内容",
            "xml-too-large" => $"XML 超过 {XmlDoor.MaxBytes} 字节",
            "xml-doctype" => "XML 不允许文档类型声明（DOCTYPE）",
            "xml-encoding" => "XML 的编码与其声明不符",
            "xml-too-deep" => $"XML 元素嵌套超过 {XmlDoor.MaxDepth} 层",
            "xml-too-many-attributes" => $"一个元素的属性超过 {XmlDoor.MaxAttributes} 个",
            "xml-too-many-nodes" => $"XML 节点超过 {XmlDoor.MaxNodes} 个",
            _ => "不是有效的 XML",
        };
        return refusal.Line > 0 ? $"{what}（第 {refusal.Line} 行第 {refusal.Column} 列）" : what;
    }

    public static string En(XmlRefusal refusal) => refusal.Message;
}
