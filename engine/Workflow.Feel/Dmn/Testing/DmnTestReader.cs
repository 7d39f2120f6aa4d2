using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn.Testing;

/// <summary>Reads a file of test cases. Elements are known by their local names: the kit's files differ in their namespaces.</summary>
internal sealed class DmnTestReader
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private const int MostFindings = 100;

    // Each list is two elements, itself and its item; around it are a few of the file's own.
    private const int MostElements = (2 * DmnTestCases.MaxDepth) + 16;

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly ImmutableArray<DmnFinding>.Builder findings = ImmutableArray.CreateBuilder<DmnFinding>();

    public static DmnTestReading Read(string xml)
    {
        if (xml.Length > DmnTestCases.MaxCharacters) return Refused("test-file-too-long", 0, 0, $"{DmnTestCases.MaxCharacters}");
        XDocument document;
        try
        {
            // Looked at first: building a tree takes time with the square of its depth.
            if (TooDeep(xml) is var (line, column)) return Refused("test-too-deep", line, column, $"{DmnTestCases.MaxDepth}");
            using var text = new StringReader(xml);
            using var reader = XmlReader.Create(text, Strict);
            // A value may be one blank.
            document = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            return Refused("test-xml-malformed", e.LineNumber, e.LinePosition, e.Message);
        }
        if (document.Root is not { Name.LocalName: "testCases" } root) return Refused("test-root-unknown", 1, 1, document.Root?.Name.LocalName ?? "");
        var read = new DmnTestReader();
        var cases = read.Cases(root);
        return new(read.findings.Any(f => f.IsError) ? null : cases, read.findings.ToImmutable());
    }

    private static (int Line, int Column)? TooDeep(string xml)
    {
        using var text = new StringReader(xml);
        using var reader = XmlReader.Create(text, Strict);
        while (reader.Read())
        {
            if (reader.Depth > MostElements) return reader is IXmlLineInfo at ? (at.LineNumber, at.LinePosition) : (0, 0);
        }
        return null;
    }

    private static DmnTestReading Refused(string code, int line, int column, string argument) => new(null, [new(code, true, null, [argument], line, column)]);

    private DmnTestCases Cases(XElement root)
    {
        var cases = ImmutableArray.CreateBuilder<DmnTestCase>();
        foreach (var element in Children(root, "testCase")) cases.Add(Case(element, cases.Count + 1));
        if (cases.Count == 0) Wrong(root, "test-cases-missing");
        return new(Text(root, "modelName"), [.. Children(root, "labels").SelectMany(l => Children(l, "label")).Select(l => l.Value.Trim())], cases.ToImmutable());
    }

    private DmnTestCase Case(XElement element, int number)
    {
        var name = Trimmed(element, "invocableName");
        var asks = Trimmed(element, "type") switch
        {
            null or "decision" => InvocableKind.Decision,
            "bkm" => InvocableKind.BusinessKnowledgeModel,
            "decisionService" => InvocableKind.DecisionService,
            var other => Wrong(element, "test-kind-unknown", other, InvocableKind.Decision),
        };
        if (asks != InvocableKind.Decision && name is null) Wrong(element, "test-name-missing", "invocableName");
        var inputs = ImmutableArray.CreateBuilder<KeyValuePair<string, DmnTestValue>>();
        foreach (var input in Children(element, "inputNode")) inputs.Add(KeyValuePair.Create(NameOf(input), ValueIn(input, 0)));
        var results = ImmutableArray.CreateBuilder<DmnResultNode>();
        foreach (var result in Children(element, "resultNode")) results.Add(Result(result));
        if (results.Count == 0) Wrong(element, "test-result-missing");
        return new(Trimmed(element, "id") ?? $"{number}", Text(element, "description"), asks, name, inputs.ToImmutable(), results.ToImmutable(), Line(element).Line);
    }

    private DmnResultNode Result(XElement element)
    {
        var expected = Children(element, "expected").FirstOrDefault();
        if (expected is null) Wrong(element, "test-expected-missing");
        var computed = Children(element, "computed").FirstOrDefault();
        return new(NameOf(element), expected is null ? new DmnTestValue.Typed(Value.Null) : ValueIn(expected, 0), Trimmed(element, "errorResult") is "true" or "1",
            computed is null ? null : ValueIn(computed, 0), Line(element).Line);
    }

    /// <summary>What stands inside an input, an expectation, an item or a component: a value, a list, or components.</summary>
    private DmnTestValue ValueIn(XElement holder, int depth)
    {
        var nothing = new DmnTestValue.Typed(Value.Null);
        if (depth > DmnTestCases.MaxDepth) return Wrong(holder, "test-too-deep", $"{DmnTestCases.MaxDepth}", nothing);
        var children = holder.Elements().Where(e => e.Name.LocalName is "value" or "list" or "component").ToList();
        if (children is [] && IsNil(holder)) return nothing;
        switch (children)
        {
            case []: return Wrong(holder, "test-value-missing", holder.Name.LocalName, nothing);
            case [{ Name.LocalName: "value" } value]: return Simple(value);
            case [{ Name.LocalName: "list" } list]:
                return IsNil(list) ? nothing : new DmnTestValue.List([.. Children(list, "item").Select(item => ValueIn(item, depth + 1))]);
            case var _ when children.TrueForAll(c => c.Name.LocalName == "component"):
                return new DmnTestValue.Context([.. children.Select(c => KeyValuePair.Create(EntryOf(c), ValueIn(c, depth + 1)))]);
            default: return Wrong(holder, "test-value-ambiguous", holder.Name.LocalName, nothing);
        }
    }

    private DmnTestValue Simple(XElement element)
    {
        if (IsNil(element)) return new DmnTestValue.Typed(Value.Null);
        if ((string?)element.Attribute(XName.Get("type", Instance)) is not { } type) return new DmnTestValue.Untyped(element.Value);
        // The prefix is any that stands for XML Schema's namespace.
        var local = type.Trim()[(type.Trim().IndexOf(':', StringComparison.Ordinal) + 1)..];
        FeelType[]? kinds = local switch
        {
            "string" or "anyURI" or "token" or "normalizedString" => [FeelType.String],
            "decimal" or "double" or "float" or "integer" or "int" or "long" or "short" or "byte" or "nonNegativeInteger" or "positiveInteger" => [FeelType.Number],
            "boolean" => [FeelType.Boolean],
            "date" => [FeelType.Date],
            "time" => [FeelType.Time],
            "dateTime" => [FeelType.DateTime],
            "duration" => [FeelType.DayTimeDuration, FeelType.YearMonthDuration],
            "dayTimeDuration" => [FeelType.DayTimeDuration],
            "yearMonthDuration" => [FeelType.YearMonthDuration],
            _ => null,
        };
        var nothing = new DmnTestValue.Typed(Value.Null);
        if (kinds is null) return Wrong(element, "test-type-unknown", type, nothing);
        foreach (var kind in kinds)
        {
            if (DmnTestValue.Read(element.Value, kind) is { } value) return new DmnTestValue.Typed(value);
        }
        return Wrong(element, "test-value-invalid", element.Value, nothing, type);
    }

    private static bool IsNil(XElement element) => (string?)element.Attribute(XName.Get("nil", Instance)) is { } nil && nil.Trim() is "true" or "1";

    private string NameOf(XElement element) => Trimmed(element, "name") ?? Wrong(element, "test-name-missing", "name", "");

    /// <summary>A context's entry may be called anything, also by nothing or by blanks.</summary>
    private string EntryOf(XElement element) => (string?)element.Attribute("name") ?? Wrong(element, "test-name-missing", "name", "");

    private static string? Trimmed(XElement element, string attribute) =>
        ((string?)element.Attribute(attribute))?.Trim() is { Length: > 0 } text ? text : null;

    private static string? Text(XElement element, string child) => Children(element, child).FirstOrDefault()?.Value.Trim();

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    private static (int Line, int Column) Line(XElement element) => element is IXmlLineInfo at && at.HasLineInfo() ? (at.LineNumber, at.LinePosition) : (0, 0);

    private void Wrong(XElement element, string code, string argument = "") => Wrong(element, code, argument, 0);

    /// <summary>Notes what is wrong, and answers what stands in its place until the file is refused.</summary>
    private T Wrong<T>(XElement element, string code, string argument, T instead, string? more = null)
    {
        var (line, column) = Line(element);
        var test = element.AncestorsAndSelf().FirstOrDefault(e => e.Name.LocalName == "testCase");
        if (findings.Count < MostFindings) findings.Add(new(code, true, test is null ? null : Trimmed(test, "id"), more is null ? [argument] : [argument, more], line, column));
        return instead;
    }
}
