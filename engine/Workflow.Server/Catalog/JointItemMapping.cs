using Workflow.Contracts.Catalog;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Server.Http;
using Workflow.Server.Papers;

namespace Workflow.Server.Catalog;

/// <summary>A joint item between the contract and the core.</summary>
internal static class JointItemMapping
{
    public static JointItem ToCore(JointItemBody body, List<FieldError> errors) => new(
        body.Code, body.Name.ToCore(), body.Region, body.Definition, body.Calendar, body.LeadDepartment,
        Limit(body.Statutory, "$.statutory", errors), Limit(body.Promised, "$.promised", errors),
        [.. body.Items.Select((item, index) => TableMapping.With(new ServiceItem(
            item.Code, item.Name.ToCore(), item.ItemCode, item.Department, item.AppliesWhen,
            Limit(item.Promised, $"$.items[{index}].promised", errors), Limit(item.Statutory, $"$.items[{index}].statutory", errors), item.Basis)
        {
            Commitment = IntakeRulesMapping.ToCore(item.Commitment, $"$.items[{index}].commitment", errors), AllowsDeficiency = item.AllowsDeficiency,
        }, item))],
        [.. body.Materials.Select(m => TableMapping.With(new Material(m.Code, m.Name.ToCore(), [.. m.NeededBy], m.Required, m.Main, m.Hint?.ToCore()), m))],
        [.. body.Form.Select((field, index) => Field(field, $"$.form[{index}]", errors))],
        new CardRules(body.Cards.YellowBeforeDays))
    {
        Papers = PapersMapping.ToCore(body.Papers, errors),
        PreCheck = [.. (body.PreCheck ?? []).Select(TableMapping.ToCore)],
        Instant = TableMapping.ToCore(body.Instant, (limit, path) => Limit(limit, path, errors)),
        Limits = LimitMapping.ToCore(body.Limits, errors),
        Intake = IntakeRulesMapping.ToCore(body.Intake, errors),
    };

    public static JointItemBody ToBody(JointItem item) => new(
        item.Code, item.Name.ToText(), item.Region, item.Definition, item.Calendar, item.LeadDepartment, Limit(item.Statutory), Limit(item.Promised),
        [.. item.Items.Select(i => TableMapping.With(new ServiceItemBody(
            i.Code, i.Name.ToText(), i.ItemCode, i.Department, i.AppliesWhen, Limit(i.Promised), Limit(i.Statutory), i.Basis,
            Commitment: IntakeRulesMapping.ToBody(i.Commitment), AllowsDeficiency: i.AllowsDeficiency), i))],
        [.. item.Materials.Select(m => TableMapping.With(new MaterialBody(m.Code, m.Name.ToText(), m.NeededBy, m.Required, m.Main, m.Hint?.ToText()), m))],
        [.. item.Form.Select(f => new FormFieldBody(
            f.Name, f.Label.ToText(), Words.Of(f.Type), f.Required, f.Personal, f.NeededBy,
            [.. f.Choices.Select(c => new ChoiceBody(c.Value, c.Label.ToText()))], f.Min, f.Max, f.AskedWhen, f.Hint?.ToText()))],
        new CardRulesBody(item.Cards.YellowBeforeDays), PapersMapping.ToBody(item.Papers),
        item.PreCheck.IsEmpty ? null : [.. item.PreCheck.Select(TableMapping.ToBody)], TableMapping.ToBody(item.Instant, Limit), LimitMapping.ToBody(item.Limits), IntakeRulesMapping.ToBody(item.Intake));

    private static FormField Field(FormFieldBody field, string path, List<FieldError> errors)
    {
        var type = Words.Parse<FieldType>(field.Type);
        if (type is null) errors.Add(Words.Unknown<FieldType>(path + ".type"));
        return new(field.Name, field.Label.ToCore(), type ?? FieldType.Text, field.Required, field.Personal, [.. field.NeededBy],
            [.. (field.Choices ?? []).Select(c => new FieldChoice(c.Value, c.Label.ToCore()))], field.Min, field.Max, field.AskedWhen, field.Hint?.ToCore());
    }

    internal static TimeLimit Limit(LimitBody limit, string path, List<FieldError> errors)
    {
        var unit = Words.Parse<TimeUnit>(limit.Unit);
        if (unit is null) errors.Add(Words.Unknown<TimeUnit>(path + ".unit"));
        return new(limit.Amount, unit ?? TimeUnit.WorkingDays);
    }

    internal static LimitBody Limit(TimeLimit limit) => new(limit.Amount, Words.Of(limit.Unit));
}
