using System.Collections.Immutable;
using Workflow.Feel.Dmn;

namespace Workflow.Core.Catalog.Rules;

/// <summary>A decision model (DMN) as it is published under one code, with the tests that stand for it.</summary>
/// <param name="Decision">id or name of the decision, or the decision service, that steps ask</param>
/// <param name="Tests">table tests in the TCK's format, XML each; they pass, or the model is not published</param>
public sealed record RuleModel(LocalText Name, string Xml, string Decision, ImmutableArray<string> Tests)
{
    /// <summary>Characters in a model, and in one file of tests, at most.</summary>
    public const int MostXml = 1_000_000;

    public const int MostTests = 20;

    /// <summary>Reads and compiles: once for each version, the result is kept.</summary>
    public DecisionModelBuild Compile()
    {
        var reading = DmnXml.Read(Xml);
        if (reading.Definitions is not { } definitions) return new(null, reading.Findings);
        var build = DecisionModel.Compile(definitions);
        return build with { Findings = [.. reading.Findings, .. build.Findings] };
    }
}
