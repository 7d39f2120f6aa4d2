using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>
/// From boxed expressions to the nodes that FEEL's own text becomes: a boxed context is a context, a relation a list of
/// contexts (DMN 1.5, 10.2.1 and 10.5).
/// </summary>
/// <param name="owner">whose logic it is</param>
internal sealed partial class LogicCompiler(Unit unit, DrgElement owner, FindingList findings)
{
    /// <summary>The names that a body may use from outside; the scope says afterwards which it did.</summary>
    public Scope Start(IEnumerable<Parameter> names) => Scope.Of(new Names([.. names], IsOpen: false, unit.Types.Find));

    public Node Expression(DmnExpression? expression, Scope scope)
    {
        if (expression is null) return Nothing();
        var node = Plain(expression, scope);
        if (expression is FunctionDefinition || expression.TypeRef is null) return node;
        return TypedNode.Of(node, TypeOf(expression.TypeRef, expression), expression.Label ?? FindingList.NameOf(expression) ?? owner.Name);
    }

    private static LiteralNode Nothing() => new(0, Value.Null, FeelType.Null);

    private FeelType TypeOf(string? name, DmnElement at) => unit.Types.Resolve(name, at, owner);

    private Node Plain(DmnExpression expression, Scope scope) => expression switch
    {
        LiteralExpression literal => Literal(literal, scope),
        DecisionTable table => Table(table, scope),
        BoxedContext context => Context(context, scope),
        BoxedList list => new ListNode(0, [.. list.Items.Select(i => Expression(i, scope))]),
        Relation relation => Rows(relation, scope),
        Invocation invocation => Call(invocation, scope),
        FunctionDefinition function => Function(function, scope),
        BoxedConditional choice => new IfNode(0, Child(choice.If, scope, choice, "if"), Child(choice.Then, scope, choice, "then"), Child(choice.Else, scope, choice, "else")),
        BoxedFilter filter => Filter(filter, scope),
        BoxedFor loop => Loop(loop, scope),
        BoxedQuantified test => Quantified(test, scope),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private Node Literal(LiteralExpression literal, Scope scope)
    {
        if (literal.ImportedValues is not null) findings.Note("imported-values", true, literal, owner);
        if (!Speaks(literal.ExpressionLanguage, literal) || string.IsNullOrWhiteSpace(literal.Text)) return Nothing();
        return Parse(literal, literal.Text, text => Parser.Expression(text, scope));
    }

    /// <summary>FEEL, or noted.</summary>
    private bool Speaks(string? language, DmnElement at)
    {
        language = string.IsNullOrWhiteSpace(language) ? unit.Definitions.ExpressionLanguage : language;
        if (string.IsNullOrWhiteSpace(language) || DmnNames.IsFeel(language)) return true;
        findings.Note("language-unknown", true, at, owner, language);
        return false;
    }

    private Node Parse(DmnElement at, string text, Func<string, Node> parse)
    {
        try
        {
            return parse(text);
        }
        catch (ParseFailure failure)
        {
            findings.Note(failure, text, at, owner);
            return new FailingNode(0, "expression-invalid", failure.Error.Message);
        }
    }

    private Node Context(BoxedContext context, Scope around)
    {
        var scope = around.Inner();
        var entries = ImmutableArray.CreateBuilder<ContextEntry>();
        Node? result = null;
        foreach (var entry in context.Entries)
        {
            if (result is not null) findings.Note("result-not-last", true, entry, owner);
            if (entry.Variable is not { } variable)
            {
                result = Expression(entry.Value, scope);
                continue;
            }
            if (entries.Any(e => e.Name == variable.Name)) findings.Note("entry-twice", true, variable, owner, variable.Name);
            var type = TypeOf(variable.TypeRef, variable);
            // A function sees itself; anything else does not exist before its value does.
            var slot = entry.Value is FunctionDefinition ? scope.Declare(variable.Name, type) : scope.Layout.Add();
            var value = TypedNode.Of(Expression(entry.Value, scope), type, variable.Name);
            if (entry.Value is not FunctionDefinition) scope.DeclareAt(variable.Name, slot, value.Type);
            entries.Add(new(variable.Name, slot, value));
        }
        return result is null ? new ContextNode(0, entries.ToImmutable()) : new ResultContextNode(entries.ToImmutable(), result);
    }

    private ListNode Rows(Relation relation, Scope scope)
    {
        var types = relation.Columns.Select(c => TypeOf(c.TypeRef, c)).ToList();
        var rows = ImmutableArray.CreateBuilder<Node>(relation.Rows.Length);
        foreach (var row in relation.Rows)
        {
            if (row.Cells.Length != relation.Columns.Length) findings.Note("relation-width", true, row, owner, $"{relation.Columns.Length}", $"{row.Cells.Length}");
            var cells = ImmutableArray.CreateBuilder<ContextEntry>();
            for (var i = 0; i < relation.Columns.Length; i++)
            {
                var name = relation.Columns[i].Name;
                cells.Add(new(name, scope.Layout.Add(), TypedNode.Of(Expression(row.Cells.ElementAtOrDefault(i), scope), types[i], name)));
            }
            rows.Add(new ContextNode(0, cells.ToImmutable()));
        }
        return new(0, rows.MoveToImmutable());
    }

    private CallNode Call(Invocation invocation, Scope scope)
    {
        if (invocation.Called is null) findings.Note("part-missing", true, invocation, owner, "invocation", "expression");
        var arguments = ImmutableArray.CreateBuilder<Node>(invocation.Bindings.Length);
        foreach (var binding in invocation.Bindings)
        {
            var parameter = binding.Parameter;
            arguments.Add(TypedNode.Of(Expression(binding.Value, scope), TypeOf(parameter.TypeRef, parameter), parameter.Name));
        }
        return new(0, Expression(invocation.Called, scope), arguments.MoveToImmutable(), [.. invocation.Bindings.Select(b => b.Parameter.Name)]);
    }

    private FunctionNode Function(FunctionDefinition function, Scope around)
    {
        var scope = around.Function();
        var parameters = ImmutableArray.CreateBuilder<Parameter>(function.Parameters.Length);
        var slots = ImmutableArray.CreateBuilder<int>(function.Parameters.Length);
        foreach (var parameter in function.Parameters)
        {
            parameters.Add(new(parameter.Name, TypeOf(parameter.TypeRef, parameter)));
            slots.Add(scope.Declare(parameter.Name, parameters[^1].Type));
        }
        var body = Body(function, scope);
        return new(0, parameters.MoveToImmutable(), slots.MoveToImmutable(), scope, body);
    }

    /// <summary>The body of a function, also of a business knowledge model.</summary>
    public Node Body(FunctionDefinition function, Scope scope)
    {
        if (function.Kind == FunctionKind.Feel) return Expression(function.Body, scope);
        // Only whoever calls it gets an error: a model may offer it to other engines.
        findings.Note("function-kind", false, function, owner, function.Kind == FunctionKind.Java ? "Java" : "PMML");
        return new FailingNode(0, "function-kind", function.Kind == FunctionKind.Java ? "Java" : "PMML");
    }

    private Node Child(BoxedChild? child, Scope scope, DmnExpression parent, string name)
    {
        if (child is null)
        {
            findings.Note("part-missing", true, parent, owner, NameOf(parent), name);
            return Nothing();
        }
        return TypedNode.Of(Expression(child.Value, scope), TypeOf(child.TypeRef, child), name);
    }

    private static string NameOf(DmnExpression expression) => expression switch
    {
        BoxedConditional => "conditional", BoxedFilter => "filter", BoxedFor => "for", BoxedQuantified { IsEvery: true } => "every", _ => "some",
    };

    private BoxedFilterNode Filter(BoxedFilter filter, Scope scope)
    {
        var list = Child(filter.In, scope, filter, "in");
        var item = list.Type is FeelType.ListOf of ? of.Item : list.Type;
        var slot = scope.Layout.Add();
        var inner = scope.InnerWithItem(slot, item);
        inner.DeclareAt("item", slot, item);
        return new(list, slot, Child(filter.Match, inner, filter, "match"));
    }

    private ForNode Loop(BoxedFor loop, Scope around)
    {
        var (iterator, scope) = Iterator(loop.IteratorVariable, loop.In, around, loop);
        var partial = scope.Declare("partial", FeelType.Any);
        // Keeping it for nothing would cost a copy for each item.
        var usesPartial = LogicWriter.Expression(loop).Value.Contains("partial", StringComparison.Ordinal);
        return new(0, [iterator], partial, usesPartial, Child(loop.Return, scope, loop, "return"));
    }

    private QuantifiedNode Quantified(BoxedQuantified test, Scope around)
    {
        var (iterator, scope) = Iterator(test.IteratorVariable, test.In, around, test);
        return new(0, test.IsEvery, [iterator], Child(test.Satisfies, scope, test, "satisfies"));
    }

    private (Iterator Iterator, Scope Scope) Iterator(string? name, BoxedChild? domain, Scope around, DmnExpression loop)
    {
        if (string.IsNullOrWhiteSpace(name)) findings.Note("part-missing", true, loop, owner, NameOf(loop), "iteratorVariable");
        var list = Child(domain, around, loop, "in");
        var type = list.Type switch { FeelType.ListOf of => of.Item, FeelType.RangeOf range => range.Ends, _ => FeelType.Any };
        var scope = around.Inner();
        return (new(scope.Declare(name ?? "", type), list, null), scope);
    }
}
