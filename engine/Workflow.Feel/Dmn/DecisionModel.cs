using System.Collections.Immutable;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <param name="Model">null when there is an error</param>
public sealed record DecisionModelBuild(DecisionModel? Model, ImmutableArray<DmnFinding> Findings);

public enum InvocableKind { Decision, BusinessKnowledgeModel, DecisionService }

/// <summary>What a caller can ask of a model.</summary>
/// <param name="Id">its name where it has no id</param>
/// <param name="Parameters">of a decision: the input data that it needs, directly or not, those of an import under its dotted name</param>
/// <param name="Result">as far as it is known before anything is evaluated</param>
public sealed record Invocable(InvocableKind Kind, string Id, string Name, ImmutableArray<Parameter> Parameters, FeelType Result);

/// <summary>A compiled DMN model: compile once, evaluate as often as wanted. Thread-safe.</summary>
public sealed class DecisionModel
{
    private readonly Dictionary<string, Part> byName = new(StringComparer.Ordinal);
    private readonly int count;

    private DecisionModel(Unit root, IReadOnlyList<Part> parts)
    {
        (Definitions, count) = (root.Definitions, parts.Count);
        var all = Offered(root).ToList();
        var inputs = InputsOf(parts);
        Invocables = [.. all.Select(p => Invocable(p, inputs))];
        foreach (var part in all) byName.TryAdd(part.Name, part);
        foreach (var part in all)
        {
            byName.TryAdd(part.Element.Name, part);
            byName.TryAdd(part.Id, part);
        }
    }

    public DmnDefinitions Definitions { get; }

    public string Name => Definitions.Name;

    public string Namespace => Definitions.Namespace;

    /// <summary>Decisions, business knowledge models and decision services, in the order of the file.</summary>
    public ImmutableArray<Invocable> Invocables { get; }

    /// <param name="imports">the models that it imports, by namespace; null for one that is not known</param>
    /// <param name="tolerant">an expression that is none does not stop the model: what needs it is null with an error. Compliance tests
    /// hold such expressions on purpose; a deployment should not</param>
    public static DecisionModelBuild Compile(DmnDefinitions definitions, Func<string, DmnDefinitions?>? imports = null, bool tolerant = false)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var compiler = new ModelCompiler(imports ?? (_ => null));
        var root = compiler.Compile(definitions);
        var findings = compiler.Findings;
        var stops = findings.IsHopeless || findings.HasErrors && !tolerant;
        return new(stops ? null : new DecisionModel(root, compiler.Parts), findings.All);
    }

    /// <summary>The value of a decision and all that it needs. Each decision is evaluated once, and only when it is needed.</summary>
    /// <param name="inputs">input data by name; those of an imported model in a context under the import's name</param>
    /// <param name="traced">whether matched rules and intermediate decisions are recorded</param>
    /// <returns>null with the diagnostic "unknown-decision" when there is none of that name</returns>
    public DecisionOutcome Evaluate(string decisionNameOrId, Value.Context inputs, Evaluation run, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (byName.GetValueOrDefault(decisionNameOrId) is not DecisionPart decision) return Unknown("unknown-decision", decisionNameOrId, run);
        return Guarded(run, traced, (decision, inputs, count), static (asked, run) =>
        {
            run.Make(asked.count);
            var values = new Value?[asked.count];
            DecisionPart.Run(asked.decision.Plan, values, asked.inputs, run);
            return asked.decision.ValueIn(values);
        });
    }

    /// <summary>The value of a decision service or a business knowledge model.</summary>
    /// <param name="arguments">by name of the parameters; one that is missing is null</param>
    /// <param name="traced">whether matched rules and intermediate decisions are recorded</param>
    /// <returns>null with the diagnostic "unknown-function" when there is none of that name</returns>
    public DecisionOutcome Invoke(string nameOrId, Value.Context arguments, Evaluation run, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (byName.GetValueOrDefault(nameOrId) is not FunctionPart function) return Unknown("unknown-function", nameOrId, run);
        return Guarded(run, traced, (function, arguments), static (asked, run) =>
        {
            var values = new Value[asked.function.Parameters.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var (name, type) = (asked.function.Parameters[i].Name, asked.function.Parameters[i].Type);
                var given = asked.arguments[name];
                if (type.Convert(given, run) is not { } fits) return run.Fail("argument-type", name, type.ToString()!, Kind.Of(given));
                values[i] = fits;
            }
            return asked.function.Invoke(values, asked.arguments, run);
        });
    }

    private static DecisionOutcome Unknown(string code, string name, Evaluation run) => Outcome(run.Fail(code, name), run, null);

    private static DecisionOutcome Guarded<T>(Evaluation run, bool traced, T asked, Func<T, Evaluation, Value> evaluate)
    {
        var trace = traced ? new TraceRecorder() : null;
        run.Trace = trace;
        try
        {
            return Outcome(evaluate(asked, run), run, trace);
        }
        catch (BudgetExceeded exceeded)
        {
            return Outcome(run.GiveUp(exceeded.Code), run, trace);
        }
        catch (InsufficientExecutionStackException)
        {
            return Outcome(run.GiveUp("budget-depth"), run, trace);
        }
        finally
        {
            run.Trace = null;
        }
    }

    private static DecisionOutcome Outcome(Value value, Evaluation run, TraceRecorder? trace) =>
        run.Diagnostics.Count == 0 ? new(value, false, [], trace?.Done ?? []) : new(value, true, [.. run.Diagnostics], trace?.Done ?? []);

    /// <summary>Those of the model itself, and those of imports without a name, which are as its own.</summary>
    private static IEnumerable<Part> Offered(Unit unit) =>
        unit.Parts.Where(p => p is not InputPart).Concat(unit.Imports.Where(i => i.Alias.Length == 0).SelectMany(Offered));

    private static Invocable Invocable(Part part, Dictionary<Part, List<InputPart>> inputs) => part switch
    {
        FunctionPart function => new(part is ServicePart ? InvocableKind.DecisionService : InvocableKind.BusinessKnowledgeModel, part.Id, part.Name, function.Parameters, function.Result),
        _ => new(InvocableKind.Decision, part.Id, part.Name, [.. inputs[part].OrderBy(i => i.Rank).Select(i => new Parameter(i.FullName, i.Type))], part.Type),
    };

    /// <summary>The input data that each decision needs. A decision that needs what another does shares its list: chains may be long.</summary>
    private static Dictionary<Part, List<InputPart>> InputsOf(IEnumerable<Part> parts)
    {
        var inputs = new Dictionary<Part, List<InputPart>>(ReferenceEqualityComparer.Instance);
        foreach (var part in parts.OfType<DecisionPart>().OrderBy(p => p.Rank))
        {
            var needed = (part.Logic?.Uses ?? []).Select(u => u.From switch { InputPart input => [input], DecisionPart other => inputs[other], _ => [] }).Where(l => l.Count > 0).ToList();
            inputs[part] = needed switch { [] => [], [var only] => only, _ => [.. needed.SelectMany(l => l).Distinct()] };
        }
        return inputs;
    }
}
