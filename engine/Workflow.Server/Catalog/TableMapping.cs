using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Catalog.Terms;
using Workflow.Core.Deadlines;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>Decision tables, term tables and the rules about materials between the contract and the core.</summary>
internal static class TableMapping
{
    public static DecisionTable ToCore(IReadOnlyList<DecisionRuleBody> rules, LocalText name) => new(name, [.. rules.Select(ToCore)]);

    public static RuleModel ToCore(DecisionModelBody model, LocalText name) => new(name, model.Xml, model.Decision, [.. model.Tests ?? []]);

    // The pattern of the contract admits these three words only.
    public static DecisionRule ToCore(DecisionRuleBody rule) =>
        new(rule.Id, rule.When, Words.Parse<InstantOutcome>(rule.Outcome) ?? InstantOutcome.Person, rule.Words.ToCore());

    /// <summary>Whatever it was published as, it is shown as a model.</summary>
    public static DecisionTableAnswer ToAnswer(RulesPublished published) => new(
        published.Code, published.Version, published.At, published.Name.ToText(), published.Decision,
        published.Table is { } rules ? [.. rules.Rules.Select(r => new DecisionRuleBody(r.Id, r.When, Words.Of(r.Outcome), r.Words.ToText()))] : null,
        published.Model is { } model ? new(model.Xml, model.Decision, model.Tests) : new(Feel.Dmn.DmnXml.Write(TableModel.Of(published.Table!)), TableModel.Decision, []), published.By);

    public static DecisionTableAnswer ToAnswer(RuleDocument row) => new(
        row.Code, row.Version, row.PublishedAt, (row.Name ?? row.Table!.Name).ToText(), row.Decision ?? TableModel.Decision, null, null);

    public static TermTable ToCore(TermTableRequest table) => new(
        table.Name.ToCore(), table.Field, [.. table.Names.Select(n => new TermName(n.System, n.Name.Trim()))],
        [.. table.Values.Select(v => new TermValue(v.System, v.Value.Trim(), v.Ours.Trim()))]);

    public static TermTableAnswer ToAnswer(string code, int version, DateTimeOffset at, TermTable table) => new(
        code, version, at, table.Name.ToText(), table.Field, [.. table.Names.Select(n => new TermNameBody(n.Name, n.System))],
        [.. table.Values.Select(v => new TermValueBody(v.Value, v.Ours, v.System))]);

    public static PreCheckRule ToCore(PreCheckRuleBody rule) => new(rule.Code, rule.When, rule.Words.ToCore(), rule.Field, rule.Material);

    public static PreCheckRuleBody ToBody(PreCheckRule rule) => new(rule.Code, rule.When, rule.Words.ToText(), rule.Field, rule.Material);

    public static InstantRules ToCore(InstantRulesBody? rules, Func<LimitBody, string, TimeLimit> limit) => rules is null ? InstantRules.Usual
        : new(rules.SamplePerMille, limit(rules.CheckWithin, "$.instant.checkWithin"), limit(rules.AppealWithin, "$.instant.appealWithin"));

    public static InstantRulesBody? ToBody(InstantRules rules, Func<TimeLimit, LimitBody> limit) =>
        rules == InstantRules.Usual ? null : new(rules.SamplePerMille, limit(rules.CheckWithin), limit(rules.AppealWithin));

    public static ServiceItem With(ServiceItem item, ServiceItemBody body) => item with
    {
        SamplePerMille = body.SamplePerMille, Issues = body.Issues is { } issues ? new CertificateRule(issues.Kind, issues.ValidMonths) : null,
    };

    public static ServiceItemBody With(ServiceItemBody body, ServiceItem item) => body with
    {
        SamplePerMille = item.SamplePerMille, Issues = item.Issues is { } issues ? new CertificateRuleBody(issues.Kind, issues.ValidMonths) : null,
    };

    public static Material With(Material material, MaterialBody body) => material with
    {
        Kind = body.Kind,
        LeastGrade = body.LeastGrade is { } grade ? Enum.Parse<MaterialGrade>(grade) : MaterialGrade.D,
        Expired = body.Expired == "flag" ? ExpiredMaterial.Flag : ExpiredMaterial.Refuse,
    };

    public static MaterialBody With(MaterialBody body, Material material) => body with
    {
        Kind = material.Kind,
        LeastGrade = material.LeastGrade == MaterialGrade.D ? null : material.LeastGrade.ToString(),
        Expired = material.Expired == ExpiredMaterial.Flag ? "flag" : null,
    };
}
