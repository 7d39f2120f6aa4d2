using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>From a model and its imports to parts that can run: names, types, the requirement graph in order, logic.</summary>
internal sealed class ModelCompiler(Func<string, DmnDefinitions?> imports)
{
    private readonly List<Unit> units = [];
    private readonly List<Part> parts = [];

    public FindingList Findings { get; } = new();

    /// <summary>Of all models; each has one value in an evaluation.</summary>
    public IReadOnlyList<Part> Parts => parts;

    public Unit Compile(DmnDefinitions definitions)
    {
        var root = Add(definitions, "", null);
        foreach (var unit in units) unit.Types = new TypeTable(unit, Findings);
        foreach (var unit in units) unit.Types.Complete();
        foreach (var unit in units) Declare(unit);
        foreach (var part in parts) Require(part);
        foreach (var part in new RequirementOrder(Findings).Of(parts)) Complete(part);
        return root;
    }

    private Unit Add(DmnDefinitions definitions, string alias, Unit? importer)
    {
        var unit = new Unit(definitions, alias, importer);
        units.Add(unit);
        foreach (var import in definitions.Imports)
        {
            if (import.ImportType != DmnNames.Model.NamespaceName)
            {
                Findings.Note("import-kind", false, import, null, import.Name, import.ImportType);
            }
            else if (Around(unit).Any(u => u.Definitions.Namespace == import.Namespace))
            {
                Findings.Refuse("import-cycle", import, string.Join(" → ", Around(unit).Reverse().Select(u => u.Definitions.Namespace).Append(import.Namespace)));
            }
            else if (imports(import.Namespace) is not { } imported)
            {
                Findings.Note("import-missing", true, import, null, import.Name, import.Namespace);
            }
            else if (units.Count >= Unit.Most)
            {
                Findings.Refuse("import-too-many", import, $"{Unit.Most}");
                return unit;
            }
            else
            {
                unit.Imports.Add(Add(imported, import.Name, unit));
            }
        }
        return unit;
    }

    private static IEnumerable<Unit> Around(Unit? unit)
    {
        for (; unit is not null; unit = unit.Importer) yield return unit;
    }

    private void Declare(Unit unit)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in unit.Definitions.Elements)
        {
            Part? part = element switch
            {
                InputData input => new InputPart(unit, input, parts.Count),
                Decision decision => new DecisionPart(unit, decision, parts.Count),
                BusinessKnowledgeModel knowledge => new KnowledgePart(unit, knowledge, parts.Count),
                DecisionService service => new ServicePart(unit, service, parts.Count),
                _ => null,
            };
            if (part is null) continue;
            if (!names.Add(part.Name)) Findings.Note("name-twice", false, element, null, part.Name);
            parts.Add(part);
            unit.Add(part);
        }
    }

    private void Require(Part part)
    {
        switch (part.Element)
        {
            case Decision decision:
                foreach (var needed in decision.Information) Add(part, needed.Required, p => p is InputPart or DecisionPart);
                foreach (var needed in decision.Knowledge) Add(part, needed.Required, p => p is FunctionPart);
                break;
            case BusinessKnowledgeModel knowledge:
                foreach (var needed in knowledge.Knowledge) Add(part, needed.Required, p => p is FunctionPart);
                break;
            case DecisionService service:
                var of = (ServicePart)part;
                // What it hides it needs as well, though only through its outputs.
                foreach (var hidden in service.EncapsulatedDecisions) Find(part, hidden, p => p is DecisionPart);
                foreach (var output in service.OutputDecisions)
                {
                    if (Add(part, output, p => p is DecisionPart) is DecisionPart decided) of.Outputs.Add(decided);
                }
                foreach (var input in service.InputData) Give(of, Find(part, input, p => p is InputPart));
                foreach (var input in service.InputDecisions) Give(of, Find(part, input, p => p is DecisionPart));
                if (of.Outputs.Count == 0) Findings.Note("service-without-output", true, service, null, service.Name);
                break;
        }
        foreach (var twice in part.Required.Select(r => part.Unit.NameOf(r)).CountBy(n => n).Where(c => c.Value > 1))
        {
            Findings.Note("name-ambiguous", true, part.Element, null, part.Name, twice.Key);
        }
    }

    private static void Give(ServicePart service, Part? given)
    {
        if (given is not null && !service.Given.Contains(given)) service.Given.Add(given);
    }

    private Part? Add(Part part, DmnReference reference, Func<Part, bool> fits)
    {
        var found = Find(part, reference, fits);
        if (found is not null && !part.Required.Contains(found)) part.Required.Add(found);
        return found;
    }

    private Part? Find(Part part, DmnReference reference, Func<Part, bool> fits)
    {
        var found = part.Unit.Find(reference.Href);
        if (found is not null && fits(found)) return found;
        Findings.Note(found is null ? "reference-unknown" : "reference-kind", true, reference, part.Element, reference.Href);
        return null;
    }

    /// <summary>Types and logic of one part; all that it requires is complete.</summary>
    private void Complete(Part part)
    {
        var unit = part.Unit;
        var compiler = new LogicCompiler(unit, part.Element, Findings);
        var required = part.Required.Select(r => (Name: unit.NameOf(r), Part: r)).ToList();
        switch (part)
        {
            case InputPart { Element: InputData input }:
                part.Type = TypeOf(input.Variable, part);
                break;
            case DecisionPart { Element: Decision decision } of:
                part.Type = TypeOf(decision.Variable, part);
                if (decision.Logic is null) break;
                var scope = compiler.Start(required.Select(r => new Parameter(r.Name, r.Part.Type)));
                var root = TypedNode.Of(compiler.Expression(decision.Logic, scope), part.Type, part.Name);
                of.Logic = Logic(root, scope, required, []);
                if (part.Type == FeelType.Any) part.Type = root.Type;
                break;
            case KnowledgePart { Element: BusinessKnowledgeModel knowledge } of:
                Complete(of, knowledge, compiler, required);
                break;
            case ServicePart { Element: DecisionService service } of:
                of.Count = parts.Count;
                of.Parameters = [.. of.Given.Select(g => new Parameter(unit.NameOf(g), g.Type))];
                of.Result = ResultOf(TypeOf(service.Variable, part));
                part.Type = FunctionType(of);
                break;
        }
    }

    private void Complete(KnowledgePart part, BusinessKnowledgeModel knowledge, LogicCompiler compiler, List<(string Name, Part Part)> required)
    {
        part.Result = ResultOf(TypeOf(knowledge.Variable, part));
        if (knowledge.Logic is { } function)
        {
            part.Parameters = [.. function.Parameters.Select(p => new Parameter(p.Name, part.Unit.Types.Resolve(p.TypeRef, p, knowledge)))];
            foreach (var twice in part.Parameters.CountBy(p => p.Name).Where(c => c.Value > 1)) Findings.Note("parameter-twice", true, function, knowledge, twice.Key);
            part.Type = FunctionType(part);
            // It may call itself, though the graph knows no requirement of its own.
            if (!required.Exists(r => r.Name == part.Name)) required.Add((part.Name, part));
            var outer = required.Where(r => !part.Parameters.Any(p => p.Name == r.Name)).ToList();
            var scope = compiler.Start([.. part.Parameters, .. outer.Select(r => new Parameter(r.Name, r.Part.Type))]);
            part.Logic = Logic(compiler.Body(function, scope), scope, outer, part.Parameters);
        }
        part.Type = FunctionType(part);
    }

    /// <summary>A function's variable names the function's type, or, as models up to DMN 1.2 have it, its result's.</summary>
    private static FeelType ResultOf(FeelType type) => type is FeelType.FunctionOf function ? function.Result : type;

    private static FeelType.FunctionOf FunctionType(FunctionPart part) => new([.. part.Parameters.Select(p => p.Type)], part.Result);

    private static FeelType TypeOf(InformationItem? variable, Part part) =>
        variable is null ? FeelType.Any : part.Unit.Types.Resolve(variable.TypeRef, variable, part.Element);

    private static Logic Logic(Node root, Scope scope, List<(string Name, Part Part)> outer, ImmutableArray<Parameter> parameters)
    {
        var uses = ImmutableArray.CreateBuilder<(int, Part)>();
        var given = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (var used in scope.Used)
        {
            var parameter = -1;
            for (var i = 0; i < parameters.Length; i++)
            {
                if (parameters[i].Name == used.Name) parameter = i;
            }
            if (parameter >= 0) given.Add((used.Slot, parameter));
            else uses.Add((used.Slot, outer.Find(o => o.Name == used.Name).Part));
        }
        return new(root, scope.Layout, uses.ToImmutable(), given.ToImmutable());
    }
}
