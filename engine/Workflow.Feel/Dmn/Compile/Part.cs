using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>An element of the requirement graph, made ready to run.</summary>
/// <param name="index">its place among the values of one evaluation</param>
internal abstract class Part(Unit unit, DrgElement element, InformationItem? variable, int index)
{
    public Unit Unit => unit;

    public DrgElement Element => element;

    public int Index => index;

    /// <summary>What expressions call it.</summary>
    public string Name { get; } = string.IsNullOrEmpty(variable?.Name) ? element.Name : variable.Name;

    public string Id => element.Id ?? element.Name;

    /// <summary>Of its value; what an expression that names it knows.</summary>
    public FeelType Type { get; set; } = FeelType.Any;

    /// <summary>Its place in an order in which each comes after all that it requires.</summary>
    public int Rank { get; set; }

    /// <summary>What it requires: inputs, decisions, functions.</summary>
    public List<Part> Required { get; } = [];

    public abstract Value ValueIn(Value?[] values);
}

internal sealed class InputPart(Unit unit, InputData input, int index) : Part(unit, input, input.Variable, index)
{
    public override Value ValueIn(Value?[] values) => values[Index] ?? Value.Null;

    /// <summary>With the names of the imports that lead to it.</summary>
    public string FullName => Unit.Path.IsEmpty ? Name : $"{string.Join('.', Unit.Path)}.{Name}";

    /// <summary>Finds its value in what the caller brought, and checks it.</summary>
    public Value Read(Value.Context inputs, Evaluation run)
    {
        var given = Given(inputs);
        if (Type.Takes(given, run)) return given;
        return Type.Convert(given, run) ?? run.Fail("input-type", FullName, Type.ToString()!, Kind.Of(given));
    }

    // That of an imported model stands in a context under the import's name, or under the whole dotted name.
    private Value Given(Value.Context inputs)
    {
        if (Unit.Path.IsEmpty) return inputs.Has(Name) ? inputs[Name] : inputs[Element.Name];
        Value at = inputs;
        foreach (var alias in Unit.Path) at = at is Value.Context inner ? inner[alias] : Value.Null;
        if (at is Value.Context context && context.Has(Name)) return context[Name];
        return inputs.Has(FullName) ? inputs[FullName] : inputs[Name];
    }
}

/// <summary>Compiled logic with the places of its frame that are filled from outside.</summary>
internal sealed record Logic(Node Root, Layout Layout, ImmutableArray<(int Slot, Part From)> Uses, ImmutableArray<(int Slot, int Parameter)> Parameters)
{
    public Value[] Frame(Value?[] values)
    {
        var frame = Layout.Size == 0 ? [] : new Value[Layout.Size];
        foreach (var (slot, from) in Uses) frame[slot] = from.ValueIn(values);
        return frame;
    }
}

internal sealed class DecisionPart(Unit unit, Decision decision, int index) : Part(unit, decision, decision.Variable, index)
{
    private Part[]? plan;

    /// <summary>Null until compiled, and where the model says nothing.</summary>
    public Logic? Logic { get; set; }

    public override Value ValueIn(Value?[] values) => values[Index] ?? Value.Null;

    /// <summary>Everything to evaluate before it, and itself, in order.</summary>
    public Part[] Plan => plan ??= PlanFor([this], new HashSet<Part>());

    public Value Evaluate(Value?[] values, Evaluation run)
    {
        if (Logic is null) return Value.Null;
        run.Trace?.Begin(this);
        var around = run.Within;
        run.Within = Name;
        run.Enter(Logic.Root.Height);
        var value = Logic.Root.Evaluate(Logic.Frame(values), run);
        run.Leave(Logic.Root.Height);
        run.Within = around;
        run.Trace?.End(value);
        return value;
    }

    /// <summary>What of inputs and decisions is needed for some decisions when others are given.</summary>
    public static Part[] PlanFor(IEnumerable<Part> wanted, IReadOnlySet<Part> given)
    {
        var needed = new HashSet<Part>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Part>(wanted.Where(w => !given.Contains(w)));
        while (open.TryPop(out var part))
        {
            if (!needed.Add(part) || part is not DecisionPart { Logic: { } logic }) continue;
            foreach (var (_, from) in logic.Uses)
            {
                if (from is InputPart or DecisionPart && !given.Contains(from)) open.Push(from);
            }
        }
        return [.. needed.OrderBy(p => p.Rank)];
    }

    public static void Run(Part[] plan, Value?[] values, Value.Context inputs, Evaluation run)
    {
        foreach (var part in plan)
        {
            values[part.Index] = part is InputPart input ? input.Read(inputs, run) : ((DecisionPart)part).Evaluate(values, run);
        }
    }
}
