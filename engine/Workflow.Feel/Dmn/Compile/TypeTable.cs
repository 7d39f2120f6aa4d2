using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>The types of one model: FEEL's own, its item definitions (DMN 1.5, 7.3.3), and those of its imports.</summary>
internal sealed class TypeTable
{
    /// <summary>Types that are each defined by the next at most: more would exhaust the stack, here or when a value is checked.</summary>
    private const int MostSteps = 200;

    private readonly Unit unit;
    private readonly FindingList findings;
    private int steps;
    private readonly Dictionary<string, ItemDefinition> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeelType?> made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> allowed = new(StringComparer.Ordinal);

    public TypeTable(Unit unit, FindingList findings)
    {
        (this.unit, this.findings) = (unit, findings);
        foreach (var item in unit.Definitions.ItemDefinitions)
        {
            if (!definitions.TryAdd(item.Name, item)) findings.Note("type-twice", true, item, null, item.Name);
        }
    }

    /// <summary>Makes them all, so that what is wrong with one that nobody uses is found too.</summary>
    public void Complete()
    {
        foreach (var item in definitions.Values) Find(item.Name);
    }

    /// <summary>Null when there is no such type.</summary>
    public FeelType? Find(string name)
    {
        if (FeelType.Named(name) is { } simple) return simple;
        if (definitions.TryGetValue(name, out var item)) return Own(item);
        foreach (var import in unit.Imports)
        {
            var alias = import.Alias;
            if (alias.Length == 0)
            {
                if (import.Types.Find(name) is { } merged) return merged;
            }
            else if (name.Length > alias.Length && name[alias.Length] == '.' && name.StartsWith(alias, StringComparison.Ordinal)
                && FeelType.Named(name[(alias.Length + 1)..]) is null && import.Types.Find(name[(alias.Length + 1)..]) is { } imported)
            {
                return imported;
            }
        }
        return null;
    }

    /// <summary>The type that an element names; Any where it names none, or none that there is, which is noted.</summary>
    public FeelType Resolve(string? name, DmnElement at, DmnElement? owner)
    {
        if (string.IsNullOrWhiteSpace(name)) return FeelType.Any;
        if (Find(name.Trim()) is { } found) return found;
        if (Written(name) is { } type) return type;
        findings.Note("type-unknown", true, at, owner, name);
        return FeelType.Any;
    }

    /// <summary>The tests of an item definition's allowed values, in their order; null where it has none.</summary>
    public Node? AllowedBy(string? name)
    {
        for (var i = 0; name is not null && i < MostSteps && Find(name) is not null; i++)
        {
            if (allowed.TryGetValue(name, out var tests)) return tests;
            name = definitions.TryGetValue(name, out var item) && !item.IsCollection ? item.TypeRef : null;
        }
        return null;
    }

    /// <summary>A type written out in FEEL, such as <c>list&lt;number&gt;</c>.</summary>
    private FeelType? Written(string name)
    {
        try
        {
            return Parser.Type(name, Scope.Of(new Names([], IsOpen: false, Find)));
        }
        catch (ParseFailure)
        {
            return null;
        }
    }

    private FeelType? Own(ItemDefinition item)
    {
        if (made.TryGetValue(item.Name, out var known))
        {
            // Under construction: a component of its own type is looked at when a value is there; a type that is nothing but itself is none.
            return known ?? new FeelType.Constrained(item.Name, FeelType.Any, (value, run) => made[item.Name] is { } whole && whole.Contains(value, run));
        }
        made[item.Name] = null;
        if (steps == MostSteps || IsNothingButItself(item))
        {
            findings.Refuse(steps == MostSteps ? "type-too-deep" : "type-cycle", item, item.Name, $"{MostSteps}");
            return made[item.Name] = FeelType.Any;
        }
        steps++;
        var type = Type(item, item.Name);
        steps--;
        return made[item.Name] = type;
    }

    private bool IsNothingButItself(ItemDefinition item)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (ItemDefinition? at = item; at is { TypeRef: { } next, Components.IsEmpty: true }; definitions.TryGetValue(next, out at))
        {
            if (!seen.Add(at.Name)) return true;
            if (seen.Count > MostSteps) return false;
        }
        return false;
    }

    private FeelType Type(ItemDefinition item, string name)
    {
        var plain = item switch
        {
            { Function: { } function } => new FeelType.FunctionOf([.. function.Parameters.Select(p => Resolve(p.TypeRef, p, item))], Resolve(function.OutputTypeRef, function, item)),
            { Components.IsEmpty: false } => Structure(item, name),
            _ => Resolve(item.TypeRef, item, item),
        };
        var one = Restricted(plain, item.AllowedValues, name, item);
        var whole = item.IsCollection ? new FeelType.ListOf(one) : one;
        return Restricted(whole, item.TypeConstraint, name, item);
    }

    private FeelType.ContextOf Structure(ItemDefinition item, string name)
    {
        var members = ImmutableArray.CreateBuilder<Parameter>(item.Components.Length);
        foreach (var component in item.Components)
        {
            if (members.Any(m => m.Name == component.Name)) findings.Note("component-twice", true, component, item, component.Name, name);
            else members.Add(new(component.Name, Type(component, $"{name}.{component.Name}")));
        }
        return new(members.ToImmutable());
    }

    private FeelType Restricted(FeelType type, DmnUnaryTests? tests, string name, ItemDefinition item)
    {
        if (tests is null || string.IsNullOrWhiteSpace(tests.Text)) return type;
        try
        {
            var scope = Scope.Of(new Names([], IsOpen: false, Find));
            var slot = scope.Layout.Add();
            var node = Parser.UnaryTests(tests.Text, scope, slot, type);
            if (ReferenceEquals(tests, item.AllowedValues)) allowed[name] = node;
            var (cell, size) = (CellTest.Of(node), scope.Layout.Size);
            if (cell is null) return type;
            return new FeelType.Constrained(name, type, (value, run) => cell.Holds(value, Frame(value), run));

            Value[] Frame(Value value)
            {
                var frame = new Value[size];
                frame[slot] = value;
                return frame;
            }
        }
        catch (ParseFailure failure)
        {
            findings.Note(failure, tests.Text, tests, item);
            return type;
        }
    }
}
