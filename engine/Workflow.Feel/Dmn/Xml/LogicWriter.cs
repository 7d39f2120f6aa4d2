using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>Decision logic, written.</summary>
internal static class LogicWriter
{
    public static XElement Variable(string name, InformationItem item) =>
        ElementWriter.Start(name, item, ("name", item.Name), ("typeRef", item.TypeRef));

    public static XElement? Tests(string name, DmnUnaryTests? tests) => tests is null ? null
        : ElementWriter.Start(name, tests, ("expressionLanguage", tests.ExpressionLanguage)).With(ElementWriter.Leaf("text", tests.Text));

    public static XElement Function(string name, FunctionDefinition function) => ElementWriter
        .Start(name, function, ("kind", Kind(function.Kind)), ("typeRef", function.TypeRef))
        .With(function.Parameters.Select(p => Variable("formalParameter", p)))
        .With(Optional(function.Body));

    public static XElement Expression(DmnExpression expression) => expression switch
    {
        LiteralExpression literal => Literal("literalExpression", literal),
        DecisionTable table => Table(table),
        BoxedContext context => Typed("context", context).With(context.Entries.Select(e => ElementWriter.Start("contextEntry", e)
            .With(e.Variable is { } variable ? Variable("variable", variable) : null)
            .With(Optional(e.Value)))),
        BoxedList list => Typed("list", list).With(list.Items.Select(Expression)),
        Relation relation => Typed("relation", relation)
            .With(relation.Columns.Select(c => Variable("column", c)))
            .With(relation.Rows.Select(r => ElementWriter.Start("row", r).With(r.Cells.Select(Expression)))),
        Invocation invocation => Typed("invocation", invocation)
            .With(Optional(invocation.Called))
            .With(invocation.Bindings.Select(b => ElementWriter.Start("binding", b).With(Variable("parameter", b.Parameter)).With(Optional(b.Value)))),
        FunctionDefinition function => Function("functionDefinition", function),
        BoxedConditional conditional => Typed("conditional", conditional)
            .With(Child("if", conditional.If)).With(Child("then", conditional.Then)).With(Child("else", conditional.Else)),
        BoxedFilter filter => Typed("filter", filter).With(Child("in", filter.In)).With(Child("match", filter.Match)),
        BoxedFor loop => ElementWriter.Start("for", loop, ("typeRef", loop.TypeRef), ("iteratorVariable", loop.IteratorVariable))
            .With(Child("in", loop.In)).With(Child("return", loop.Return)),
        BoxedQuantified test => ElementWriter.Start(test.IsEvery ? "every" : "some", test, ("typeRef", test.TypeRef), ("iteratorVariable", test.IteratorVariable))
            .With(Child("in", test.In)).With(Child("satisfies", test.Satisfies)),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static XElement Typed(string name, DmnExpression expression) => ElementWriter.Start(name, expression, ("typeRef", expression.TypeRef));

    private static XElement? Optional(DmnExpression? expression) => expression is null ? null : Expression(expression);

    private static XElement? Child(string name, BoxedChild? child) => child is null ? null
        : ElementWriter.Start(name, child, ("typeRef", child.TypeRef)).With(Optional(child.Value));

    private static XElement Literal(string name, LiteralExpression literal) => ElementWriter
        .Start(name, literal, ("typeRef", literal.TypeRef), ("expressionLanguage", literal.ExpressionLanguage))
        .With(ElementWriter.Leaf("text", literal.Text))
        .With(literal.ImportedValues is { } values ? XElement.Parse(values) : null);

    private static XElement Table(DecisionTable table) => ElementWriter
        .Start("decisionTable", table, ("typeRef", table.TypeRef), ("hitPolicy", Policy(table.HitPolicy)), ("aggregation", Aggregation(table.Aggregation)),
            ("preferredOrientation", table.PreferredOrientation), ("outputLabel", table.OutputLabel))
        .With(table.Inputs.Select(i => ElementWriter.Start("input", i)
            .With(Literal("inputExpression", i.Expression)).With(Tests("inputValues", i.Values))))
        .With(table.Outputs.Select(o => ElementWriter.Start("output", o, ("name", o.Name), ("typeRef", o.TypeRef))
            .With(Tests("outputValues", o.Values)).With(o.Default is { } value ? Literal("defaultOutputEntry", value) : null)))
        .With(table.Annotations.Select(a => ElementWriter.Start("annotation", a, ("name", a.Name))))
        .With(table.Rules.Select(r => ElementWriter.Start("rule", r)
            .With(r.Inputs.Select(e => Tests("inputEntry", e)))
            .With(r.Outputs.Select(e => Literal("outputEntry", e)))
            .With(r.Annotations.Select(a => new XElement(DmnNames.Model + "annotationEntry").With(ElementWriter.Leaf("text", a))))));

    private static string? Kind(FunctionKind kind) => kind switch { FunctionKind.Java => "Java", FunctionKind.Pmml => "PMML", _ => null };

    private static string? Policy(HitPolicy policy) => policy switch
    {
        HitPolicy.First => "FIRST",
        HitPolicy.Priority => "PRIORITY",
        HitPolicy.Any => "ANY",
        HitPolicy.Collect => "COLLECT",
        HitPolicy.RuleOrder => "RULE ORDER",
        HitPolicy.OutputOrder => "OUTPUT ORDER",
        _ => null,
    };

    private static string? Aggregation(CollectAggregation aggregation) =>
        aggregation == CollectAggregation.None ? null : aggregation.ToString().ToUpperInvariant();
}
