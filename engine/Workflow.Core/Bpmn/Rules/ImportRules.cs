using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of other BPMN files that a file imports (clause 8.1.3): they are there, and together no id of a namespace is given twice.</summary>
internal static class ImportRules
{
    /// <summary>Files in one chain of imports at most; more can only be a circle or an attack.</summary>
    private const int FilesMax = 50;

    public static void Check(Reading reading, XElement root, Imported? imported)
    {
        var seen = new Dictionary<(string? Namespace, string Id), string>();
        Collect(root, "", seen, out _);
        var open = new Queue<(XElement At, XElement Import)>(Imports(root).Select(import => (import, import)));
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var next))
        {
            var location = Look.Text(next.Import, "location") ?? "";
            if (imported is null)
            {
                reading.Model("import-not-followed", next.At, $"部署只含一个文件，导入的“{location}”不会被读取", $"a deployment is one file; '{location}', which it imports, is not read");
                continue;
            }
            if (!known.Add(location) || known.Count > FilesMax) continue;
            if (imported(location) is not { } bytes || !XmlDoor.TryRead(bytes, out var document, out _) || document.Root?.Name != BpmnReader.Model + "definitions")
            {
                reading.Model("import-not-found", next.At, $"导入的 BPMN 文件“{location}”不存在或不能读取", $"the BPMN file '{location}', which is imported, is not there or cannot be read");
                continue;
            }
            if (Collect(document.Root, location, seen, out var twice) > 0)
                reading.Model("duplicate-id", next.At, $"导入的“{location}”与其他文件有相同的 id，例如“{twice}”", $"'{location}', which is imported, gives ids of other files again, for instance '{twice}'");
            foreach (var further in Imports(document.Root)) open.Enqueue((next.At, further));
        }
    }

    private static IEnumerable<XElement> Imports(XElement root) =>
        Look.Children(root, "import").Where(import => Look.Text(import, "importType") == BpmnReader.Model.NamespaceName);

    private static int Collect(XElement root, string file, Dictionary<(string?, string), string> seen, out string? twice)
    {
        var count = 0;
        twice = null;
        foreach (var id in root.Descendants().Where(e => e.Name.Namespace == BpmnReader.Model).Select(e => Look.Text(e, "id")).OfType<string>())
        {
            if (seen.TryAdd((Look.Text(root, "targetNamespace"), id), file) || file.Length == 0) continue;
            twice ??= id;
            count++;
        }
        return count;
    }
}
