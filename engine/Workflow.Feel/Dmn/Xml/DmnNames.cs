using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>The namespaces of DMN's versions (DMN 1.5, clause 12 and the annex of each version), and that everything is read into those of 1.5.</summary>
internal static class DmnNames
{
    public static readonly XNamespace Model = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    public static readonly XNamespace Drawing = "https://www.omg.org/spec/DMN/20230324/DMNDI/";
    public const string Feel = "https://www.omg.org/spec/DMN/20230324/FEEL/";

    /// <summary>The namespace of 1.5 for that of any version; any other namespace as it is.</summary>
    public static string Current(string name) => name switch
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd" or "http://www.omg.org/spec/DMN/20151101/dmn11.xsd"
            or "http://www.omg.org/spec/DMN/20180521/MODEL/" or "https://www.omg.org/spec/DMN/20191111/MODEL/"
            or "https://www.omg.org/spec/DMN/20211108/MODEL/" or "https://www.omg.org/spec/DMN/20230324/MODEL/" => Model.NamespaceName,
        "http://www.omg.org/spec/DMN/20180521/DMNDI/" or "https://www.omg.org/spec/DMN/20191111/DMNDI/"
            or "https://www.omg.org/spec/DMN/20211108/DMNDI/" or "https://www.omg.org/spec/DMN/20230324/DMNDI/" => Drawing.NamespaceName,
        _ when IsFeel(name) => Feel,
        _ => name,
    };

    public static bool IsDmn(string name) => name.Contains("www.omg.org/spec/DMN/", StringComparison.Ordinal);

    /// <summary>Whether the URI of a language means FEEL, of whichever version. Tools also write the bare word.</summary>
    public static bool IsFeel(string name) => name is "http://www.omg.org/spec/FEEL/20140401" or "http://www.omg.org/spec/DMN/20180521/FEEL/"
        or "https://www.omg.org/spec/DMN/20191111/FEEL/" or "https://www.omg.org/spec/DMN/20211108/FEEL/" or Feel
        || name.Equals("feel", StringComparison.OrdinalIgnoreCase);
}
