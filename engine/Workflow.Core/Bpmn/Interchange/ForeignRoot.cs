using System.Xml;
using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Interchange;

/// <summary>What a file is that is well-formed and no BPMN 2.0: said by name, since people mix these up.</summary>
internal static class ForeignRoot
{
    /// <summary>Beginnings of namespaces, as the standards have had several editions each.</summary>
    private static readonly (string Namespace, string Zh, string En)[] Known =
    [
        ("http://www.omg.org/spec/DMN/", "DMN 决策模型，请在“决策”中导入", "a DMN decision model; import it under decisions"),
        ("https://www.omg.org/spec/DMN/", "DMN 决策模型，请在“决策”中导入", "a DMN decision model; import it under decisions"),
        ("http://www.omg.org/spec/CMMN/", "CMMN 案例模型", "a CMMN case model"),
        ("http://www.wfmc.org/", "XPDL 流程包，请在原工具中导出为 BPMN 2.0", "an XPDL package; export it as BPMN 2.0 from its tool"),
        ("http://docs.oasis-open.org/wsbpel/", "BPEL 流程", "a BPEL process"),
        ("http://schemas.xmlsoap.org/wsdl/", "WSDL 服务说明", "a WSDL description of a service"),
        ("http://www.w3.org/2001/XMLSchema", "XML Schema", "an XML Schema"),
        ("http://schema.omg.org/spec/XMI", "XMI 模型（UML）", "an XMI model (UML)"),
        ("http://www.omg.org/XMI", "XMI 模型（UML）", "an XMI model (UML)"),
        ("http://www.omg.org/spec/XMI", "XMI 模型（UML）", "an XMI model (UML)"),
        ("http://www.omg.org/spec/BPMN/", "另一版本的 BPMN，不是 BPMN 2.0", "another edition of BPMN, not BPMN 2.0"),
        ("http://schema.omg.org/spec/BPMN/", "BPMN 2.0 的草案版本", "a draft of BPMN 2.0"),
        ("http://bpmn.org", "BPMN 1.x", "BPMN 1.x"),
        ("http://www.w3.org/1999/xhtml", "网页", "a web page"),
    ];

    /// <returns>null when the root is BPMN's <c>definitions</c></returns>
    public static BpmnRefusal? Refuse(XElement root)
    {
        if (root.Name == BpmnReader.Model + "definitions") return null;
        var (name, space) = (root.Name.LocalName, root.Name.NamespaceName);
        var (zh, en) = space == BpmnReader.Model.NamespaceName ? ("只是 BPMN 2.0 文件的一部分", "only a part of a BPMN 2.0 file")
            : Known.Where(known => space.StartsWith(known.Namespace, StringComparison.Ordinal)).Select(known => (known.Zh, known.En)).FirstOrDefault() is { Zh: not null } known ? known
            : name == "definitions" && space.Length == 0 ? ("没有 BPMN 2.0 的命名空间", "it lacks the namespace of BPMN 2.0")
            : space.Length == 0 ? ("未知格式", "of no known format") : ($"未知格式（命名空间 {space}）", $"of no known format (namespace {space})");
        var place = (IXmlLineInfo)root;
        return new("not-bpmn", place.LineNumber, place.LinePosition,
            $"根元素是“{name}”，不是 BPMN 2.0 的 definitions：{zh}（第 {place.LineNumber} 行第 {place.LinePosition} 列）",
            $"the root is '{name}', not 'definitions' of BPMN 2.0: {en} (line {place.LineNumber}, column {place.LinePosition})");
    }
}
