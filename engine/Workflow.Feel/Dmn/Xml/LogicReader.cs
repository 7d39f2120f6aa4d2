using System.Collections.Immutable;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>From XML elements to decision logic: boxed expressions and decision tables.</summary>
internal sealed class LogicReader(XmlCursor cursor)
{
    /// <summary>Elements that are expressions.</summary>
    public static readonly string[] Kinds = ["literalExpression", "decisionTable", "context", "list", "relation", "invocation",
        "functionDefinition", "conditional", "filter", "for", "some", "every"];

    private static readonly string[] Typed = ["typeRef"];

    public TypeNames Names { get; set; } = new("", []);

    /// <summary>The type's name as DMN 1.5 writes it; older versions wrote a qualified XML name.</summary>
    public string? TypeOf(XElement element, string? written) => written is null ? null : Names.Modern(element, written.Trim());

    public InformationItem Variable(XElement element) => cursor.Filled(element,
        new InformationItem(cursor.Required(element, "name"), TypeRef(element)), ["name", "typeRef"], []);

    public DmnUnaryTests Tests(XElement element) => cursor.Filled(element,
        new DmnUnaryTests(XmlCursor.Text(element, "text") ?? "", XmlCursor.Attribute(element, "expressionLanguage")), ["expressionLanguage"], ["text"]);

    /// <summary>The expression among an element's children; a second one is noted.</summary>
    public DmnExpression? ExpressionIn(XElement element)
    {
        DmnExpression? found = null;
        foreach (var child in element.Elements())
        {
            if (child.Name.Namespace != DmnNames.Model || Expression(child) is not { } expression) continue;
            if (found is not null) cursor.Note("element-twice", true, child, child.Name.LocalName, element.Name.LocalName);
            found = expression;
        }
        return found;
    }

    public FunctionDefinition Function(XElement element)
    {
        var kind = XmlCursor.Attribute(element, "kind") switch
        {
            null or "FEEL" => FunctionKind.Feel,
            "Java" or "J" => FunctionKind.Java,
            "PMML" or "P" => FunctionKind.Pmml,
            var other => Unknown(element, "kind", other, FunctionKind.Feel),
        };
        return Made(element, new FunctionDefinition(kind, XmlCursor.Many(element, "formalParameter", Variable), ExpressionIn(element)),
            ["kind"], ["formalParameter", .. Kinds]);
    }

    private DmnExpression? Expression(XElement element) => element.Name.LocalName switch
    {
        "literalExpression" => Literal(element),
        "decisionTable" => Table(element),
        "context" => Made(element, new BoxedContext(XmlCursor.Many(element, "contextEntry", Entry)), [], ["contextEntry"]),
        "list" => Made(element, new BoxedList(Expressions(element)), [], Kinds),
        "relation" => Made(element, new Relation(XmlCursor.Many(element, "column", Variable), XmlCursor.Many(element, "row", Row)), [], ["column", "row"]),
        "invocation" => Made(element, new Invocation(ExpressionIn(element), XmlCursor.Many(element, "binding", Binding)), [], ["binding", .. Kinds]),
        "functionDefinition" => Function(element),
        "conditional" => Made(element, new BoxedConditional(Child(element, "if"), Child(element, "then"), Child(element, "else")), [], ["if", "then", "else"]),
        "filter" => Made(element, new BoxedFilter(Child(element, "in"), Child(element, "match")), [], ["in", "match"]),
        "for" => Made(element, new BoxedFor(Iterator(element), Child(element, "in"), Child(element, "return")), ["iteratorVariable"], ["in", "return"]),
        "some" or "every" => Made(element,
            new BoxedQuantified(element.Name.LocalName == "every", Iterator(element), Child(element, "in"), Child(element, "satisfies")),
            ["iteratorVariable"], ["in", "satisfies"]),
        _ => null,
    };

    public LiteralExpression Literal(XElement element) => Made(element,
        new LiteralExpression(XmlCursor.Text(element, "text"), XmlCursor.Attribute(element, "expressionLanguage"))
        {
            ImportedValues = element.Element(DmnNames.Model + "importedValues") is { } values ? XmlCursor.Raw(values) : null,
        },
        ["expressionLanguage"], ["text", "importedValues"]);

    private BoxedEntry Entry(XElement element) => cursor.Filled(element,
        new BoxedEntry(cursor.One(element, "variable", Variable), ExpressionIn(element)), [], ["variable", .. Kinds]);

    private RelationRow Row(XElement element) => cursor.Filled(element, new RelationRow(Expressions(element)), [], Kinds);

    private Binding Binding(XElement element)
    {
        var parameter = cursor.One(element, "parameter", Variable);
        if (parameter is null) cursor.Note("element-missing", true, element, "parameter", "binding");
        return cursor.Filled(element, new Binding(parameter ?? new("", null), ExpressionIn(element)), [], ["parameter", .. Kinds]);
    }

    private ImmutableArray<DmnExpression> Expressions(XElement element) =>
        [.. element.Elements().Where(e => e.Name.Namespace == DmnNames.Model).Select(Expression).OfType<DmnExpression>()];

    private BoxedChild? Child(XElement element, string name) => cursor.One(element, name,
        child => cursor.Filled(child, new BoxedChild(ExpressionIn(child), TypeRef(child)), Typed, Kinds));

    private static string? Iterator(XElement element) => XmlCursor.Attribute(element, "iteratorVariable");

    private DecisionTable Table(XElement element) => Made(element,
        new DecisionTable
        {
            HitPolicy = HitPolicyOf(element),
            Aggregation = XmlCursor.Attribute(element, "aggregation") switch
            {
                null => CollectAggregation.None,
                "SUM" => CollectAggregation.Sum,
                "COUNT" => CollectAggregation.Count,
                "MIN" => CollectAggregation.Min,
                "MAX" => CollectAggregation.Max,
                var other => Unknown(element, "aggregation", other, CollectAggregation.None),
            },
            PreferredOrientation = XmlCursor.Attribute(element, "preferredOrientation"),
            OutputLabel = XmlCursor.Attribute(element, "outputLabel"),
            Inputs = XmlCursor.Many(element, "input", Input),
            Outputs = XmlCursor.Many(element, "output", Output),
            Annotations = XmlCursor.Many(element, "annotation",
                a => cursor.Filled(a, new AnnotationClause(XmlCursor.Attribute(a, "name")), ["name"], [])),
            Rules = XmlCursor.Many(element, "rule", Rule),
        },
        ["hitPolicy", "aggregation", "preferredOrientation", "outputLabel"], ["input", "output", "annotation", "rule"]);

    private HitPolicy HitPolicyOf(XElement element) => XmlCursor.Attribute(element, "hitPolicy") switch
    {
        null or "UNIQUE" => HitPolicy.Unique,
        "FIRST" => HitPolicy.First,
        "PRIORITY" => HitPolicy.Priority,
        "ANY" => HitPolicy.Any,
        "COLLECT" => HitPolicy.Collect,
        "RULE ORDER" => HitPolicy.RuleOrder,
        "OUTPUT ORDER" => HitPolicy.OutputOrder,
        var other => Unknown(element, "hitPolicy", other, HitPolicy.Unique),
    };

    private TableInput Input(XElement element)
    {
        var expression = cursor.One(element, "inputExpression", Literal);
        if (expression is null) cursor.Note("element-missing", true, element, "inputExpression", "input");
        return cursor.Filled(element, new TableInput(expression ?? new(null, null), cursor.One(element, "inputValues", Tests)), [], ["inputExpression", "inputValues"]);
    }

    private TableOutput Output(XElement element) => cursor.Filled(element,
        new TableOutput(XmlCursor.Attribute(element, "name"), TypeRef(element), cursor.One(element, "outputValues", Tests), cursor.One(element, "defaultOutputEntry", Literal)),
        ["name", "typeRef"], ["outputValues", "defaultOutputEntry"]);

    private TableRule Rule(XElement element) => cursor.Filled(element,
        new TableRule(XmlCursor.Many(element, "inputEntry", Tests), XmlCursor.Many(element, "outputEntry", Literal),
            XmlCursor.Many(element, "annotationEntry", e => XmlCursor.Text(e, "text"))),
        [], ["inputEntry", "outputEntry", "annotationEntry"]);

    private T Made<T>(XElement element, T made, ReadOnlySpan<string> attributes, ReadOnlySpan<string> children) where T : DmnExpression =>
        cursor.Filled(element, (T)((DmnExpression)made with { TypeRef = TypeRef(element) }), [.. attributes, "typeRef"], children);

    private string? TypeRef(XElement element) => TypeOf(element, XmlCursor.Attribute(element, "typeRef"));

    private T Unknown<T>(XElement element, string attribute, string value, T instead)
    {
        cursor.Note("value-unknown", true, element, attribute, value);
        return instead;
    }
}

/// <summary>How the types of a file are called: since DMN 1.2 by name, before by a prefix and a name, in XML's way.</summary>
internal sealed class TypeNames(string target, ImmutableArray<DmnImport> imports)
{
    public string Modern(XElement element, string written)
    {
        var colon = written.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || element.GetNamespaceOfPrefix(Prefix(written[..colon])) is not { } bound) return written;
        var (space, local) = (bound.NamespaceName, written[(colon + 1)..]);
        if (space == DmnNames.Feel || space == target) return local;
        foreach (var import in imports)
        {
            if (import.Namespace == space) return import.Name.Length == 0 ? local : $"{import.Name}.{local}";
        }
        return written;
    }

    // A text before a colon that cannot be a prefix finds none.
    private static string Prefix(string text) => System.Xml.XmlReader.IsName(text) ? text : "_none_";
}
