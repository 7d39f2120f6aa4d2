using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Analysis;

/// <summary>What a model says of the values of names: types, and what they allow (DMN 1.5, 7.3.3).</summary>
/// <param name="model">null: a table by itself</param>
/// <param name="imports">the models that it imports, by namespace</param>
internal sealed class ModelTypes(DmnDefinitions? model, Func<string, DmnDefinitions?>? imports)
{
    // Definitions that refer to each other in a circle end here.
    private const int MostReferences = 50;

    private readonly ImmutableDictionary<string, string?> names = model is null ? ImmutableDictionary<string, string?>.Empty : NamesOf(model);

    /// <param name="inner">names that a function or a context around the table gives, with their types' names</param>
    /// <param name="result">the type of the decision that holds it</param>
    public DecisionTableAnalysis Analyze(DecisionTable table, AnalysisLimits limits, ImmutableDictionary<string, string?>? inner = null, string? result = null) =>
        TableAnalyzer.Analyze(table, [.. table.Inputs.Select(i => DomainOf(i, inner ?? names))], [.. table.Outputs.Select(o => OrderOf(o, table, result))], limits);

    /// <summary>The values of an output, the most important first: its own, or those that its type allows.</summary>
    private DmnUnaryTests? OrderOf(TableOutput output, DecisionTable table, string? result)
    {
        if (output.Values is { } values && !string.IsNullOrWhiteSpace(values.Text)) return values;
        var type = output.TypeRef ?? (table.Outputs.Length == 1 ? table.TypeRef ?? result : null);
        var (home, item) = Find(model, type);
        for (var hops = 0; item is { IsCollection: false } && hops < MostReferences; hops++)
        {
            if (item.AllowedValues is { } allowed) return allowed;
            (home, item) = Find(home, item.TypeRef);
        }
        return null;
    }

    /// <summary>The names that stand in sight everywhere in the model.</summary>
    public ImmutableDictionary<string, string?> Names => names;

    private static ImmutableDictionary<string, string?> NamesOf(DmnDefinitions model)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var element in model.Elements)
        {
            var variable = element switch { InputData data => data.Variable, Decision decision => decision.Variable, _ => null };
            if (element is InputData or Decision) found[variable?.Name ?? element.Name] = variable?.TypeRef;
        }
        return found.ToImmutable();
    }

    private InputDomain DomainOf(TableInput input, ImmutableDictionary<string, string?> inSight)
    {
        var written = Simple(model, input.Expression.TypeRef, 0);
        var named = OfName(input.Expression.Text, inSight);
        var kind = written.Kind ?? named.Kind;
        if (kind is null && input.Expression.Text is { } text && ReadTests.IsFeel(input.Expression.ExpressionLanguage)
            && Feel.Expression.TryParse(text, out var expression, out _) && expression.Type is FeelType.Simple and not { Name: "Any" or "Null" }) kind = expression.Type;
        var allowed = written.Allowed.Concat(named.Allowed);
        ImmutableArray<DmnUnaryTests> listed = input.Values is { } values && !string.IsNullOrWhiteSpace(values.Text) ? [values] : [];
        return new(kind, written.IsStructured || named.IsStructured, [.. allowed.Concat(listed).DistinctBy(a => (a.Text, a.ExpressionLanguage))], listed);
    }

    /// <summary>Of a name, or a path of members behind one.</summary>
    private InputDomain OfName(string? text, ImmutableDictionary<string, string?> inSight)
    {
        if (string.IsNullOrWhiteSpace(text)) return InputDomain.Unknown;
        if (inSight.TryGetValue(text.Trim(), out var whole)) return Simple(model, whole, 0);
        var parts = text.Split('.', StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || !inSight.TryGetValue(parts[0], out var type)) return InputDomain.Unknown;
        var (home, item) = Find(model, type);
        for (var i = 1; i < parts.Length; i++)
        {
            // A restricted structure has the members of what it restricts.
            for (var hops = 0; item is { TypeRef: not null, IsCollection: false } && item.Components.IsEmpty && hops < MostReferences; hops++) (home, item) = Find(home, item.TypeRef);
            if (item is null || item.IsCollection || item.Components.FirstOrDefault(c => c.Name == parts[i]) is not { } member) return InputDomain.Unknown;
            item = member;
        }
        return Simple(home, item!, 0);
    }

    private InputDomain Simple(DmnDefinitions? home, string? type, int depth)
    {
        if (type is null || depth > MostReferences) return InputDomain.Unknown;
        var (where, item) = Find(home, type);
        if (item is not null) return Simple(where, item, depth + 1);
        var kind = FeelType.Named(type[(type.LastIndexOf(':') + 1)..]);
        return kind is null || kind == FeelType.Any || kind == FeelType.Null ? InputDomain.Unknown : InputDomain.Unknown with { Kind = kind };
    }

    private InputDomain Simple(DmnDefinitions? home, ItemDefinition item, int depth)
    {
        if (item.IsCollection || !item.Components.IsEmpty || item.Function is not null) return InputDomain.Unknown with { IsStructured = true };
        var basic = Simple(home, item.TypeRef, depth);
        var own = new[] { item.AllowedValues, item.TypeConstraint }.OfType<DmnUnaryTests>().Where(t => !string.IsNullOrWhiteSpace(t.Text));
        return basic with { Allowed = [.. basic.Allowed, .. own] };
    }

    /// <summary>The definition of that name, and the model in which it stands.</summary>
    private (DmnDefinitions? Home, ItemDefinition? Item) Find(DmnDefinitions? home, string? type)
    {
        if (home is null || type is null) return (home, null);
        if (home.ItemDefinitions.FirstOrDefault(i => i.Name == type) is { } own) return (home, own);
        foreach (var import in home.Imports)
        {
            var prefix = import.Name.Length == 0 ? "" : import.Name + ".";
            if (!type.StartsWith(prefix, StringComparison.Ordinal) || imports?.Invoke(import.Namespace) is not { } other) continue;
            if (other.ItemDefinitions.FirstOrDefault(i => i.Name == type[prefix.Length..]) is { } item) return (other, item);
        }
        return (home, null);
    }
}
