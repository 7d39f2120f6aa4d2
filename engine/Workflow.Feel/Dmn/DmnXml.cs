using System.Collections.Immutable;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <param name="Definitions">null when there is an error</param>
public sealed record DmnReading(DmnDefinitions? Definitions, ImmutableArray<DmnFinding> Findings);

/// <summary>
/// DMN's interchange format (DMN 1.5, clause 12): reads the versions 1.1 to 1.5, writes 1.5. Comments and the order of elements of
/// different kinds are not kept; all else is, also what is not DMN's.
/// </summary>
public static class DmnXml
{
    public static DmnReading Read(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return Read(XmlTree.Load(xml, out var refusal), refusal);
    }

    /// <summary>In the encoding that the file declares.</summary>
    public static DmnReading Read(byte[] xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return Read(XmlTree.Load(xml, out var refusal), refusal);
    }

    private static DmnReading Read(XElement? root, DmnFinding? refusal)
    {
        if (root is null) return new(null, [refusal!]);
        var cursor = new XmlCursor();
        if (root.Name != DmnNames.Model + "definitions")
        {
            var space = root.Name.NamespaceName;
            cursor.Note(DmnNames.IsDmn(space) ? "dmn-version-unknown" : "not-dmn", true, root, root.Name.LocalName, space);
            return new(null, cursor.Findings);
        }
        var definitions = new DefinitionsReader(cursor).Read(root);
        return new(cursor.Findings.Any(f => f.IsError) ? null : definitions, cursor.Findings);
    }

    /// <summary>As a file of DMN 1.5; read again it gives an equal model.</summary>
    public static string Write(DmnDefinitions definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return new DefinitionsWriter().Write(definitions);
    }
}
