using System.Collections.Immutable;
using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Small models written as XML, and what is asked of them.</summary>
internal static class Drawn
{
    public static string Xml(string content, string space = "urn:m", string name = "m") =>
        $"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:x="urn:x" id="defs" name="{name}" namespace="{space}">{content}</definitions>""";

    public static DmnDefinitions Read(string xml)
    {
        var reading = DmnXml.Read(xml);
        Assert.True(reading.Definitions is not null, string.Join("; ", reading.Findings));
        return reading.Definitions!;
    }

    public static DecisionModel Model(string content, params string[] imports)
    {
        var build = Build(content, imports);
        Assert.True(build.Model is not null, string.Join("; ", build.Findings));
        return build.Model!;
    }

    public static DecisionModelBuild Build(string content, params string[] imports)
    {
        var others = imports.Select(Read).ToDictionary(d => d.Namespace);
        return DecisionModel.Compile(Read(Xml(content)), others.GetValueOrDefault);
    }

    public static ImmutableArray<DmnFinding> Findings(string content) => Build(content).Findings;

    public static string Input(string name, string? type = null) =>
        $"""<inputData id="i_{name}" name="{name}"><variable name="{name}"{Type(type)}/></inputData>""";

    /// <summary>A decision named <paramref name="name"/> with the id d_name.</summary>
    /// <param name="needs">ids with a letter that says what they are: i_ input data, d_ decisions, k_ functions</param>
    public static string Decision(string name, string logic, string? type = null, params string[] needs) =>
        $"""<decision id="d_{name}" name="{name}"><variable name="{name}"{Type(type)}/>{string.Concat(needs.Select(Need))}{logic}</decision>""";

    public static string Knowledge(string name, string logic, string parameters = "", string? type = null, params string[] needs) =>
        $"""<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"{Type(type)}/><encapsulatedLogic>{parameters}{logic}</encapsulatedLogic>{string.Concat(needs.Select(Need))}</businessKnowledgeModel>""";

    public static string Feel(string text, string? type = null) =>
        $"<literalExpression{Type(type)}><text>{System.Security.SecurityElement.Escape(text)}</text></literalExpression>";

    private static string Type(string? type) => type is null ? "" : $" typeRef=\"{type}\"";

    private static string Need(string id)
    {
        var local = id[(id.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var href = id.Contains('#', StringComparison.Ordinal) ? id : "#" + id;
        return local[0] switch
        {
            'i' => $"""<informationRequirement><requiredInput href="{href}"/></informationRequirement>""",
            'd' => $"""<informationRequirement><requiredDecision href="{href}"/></informationRequirement>""",
            _ => $"""<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>""",
        };
    }

    /// <summary>The value of the one decision of a model with this logic.</summary>
    public static Value ValueOf(string logic, string? type = null) => Model(Decision("d", logic, type)).Evaluate("d", Value.Context.Empty, new()).Value;

    public static Value Of(string text) =>
        Expression.TryParse(text, out var expression, out var error) ? expression.Evaluate(Value.Context.Empty) : throw new InvalidOperationException(error.Message);

    public static Value.Context Given(string context) => (Value.Context)Of(context);
}
