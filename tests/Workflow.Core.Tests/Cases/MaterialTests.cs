using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Materials;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Catalog.Terms;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Tests.Cases;

public sealed class MaterialTests
{
    private static readonly FiledMaterial Plan = new("plan", "f1", "plan.pdf", "application/pdf", 10, new string('a', 64));

    [Fact]
    public void A_window_verifies_a_material_against_its_original_once()
    {
        var play = new Scenario(Shop.Bpmn).Filed();
        Assert.Equal("window-only", play.Refused(new VerifyMaterial("plan", "f1", null) { By = Scenario.Officer("a"), CaseId = play.CaseId }));
        Assert.Equal("material-not-filed", play.Refused(new VerifyMaterial("plan", "f2", null) { By = Scenario.Window, CaseId = play.CaseId }));
        play.Accepted(new VerifyMaterial("plan", "f1", new DateOnly(2030, 1, 1)) { By = Scenario.Window, CaseId = play.CaseId });
        Assert.Equal((MaterialGrade.B, new DateOnly(2030, 1, 1)), (play.State.Materials[0].Grade, play.State.Materials[0].ValidUntil));
        Assert.Equal("material-already-verified", play.Refused(new VerifyMaterial("plan", "f1", null) { By = Scenario.Window, CaseId = play.CaseId }));
    }

    [Fact]
    public void An_expired_material_is_refused_or_flagged_as_its_rule_says()
    {
        var today = new DateOnly(2026, 3, 2);
        Assert.Equal("material-expired", Rejected(Refusing(ExpiredMaterial.Refuse), Plan with { ValidUntil = today.AddDays(-1) }));
        Assert.Null(Rejected(Refusing(ExpiredMaterial.Refuse), Plan with { ValidUntil = today }));
        Assert.Null(Rejected(Refusing(ExpiredMaterial.Flag), Plan with { ValidUntil = today.AddDays(-1) }));

        static Func<Pinned, Pinned> Refusing(ExpiredMaterial rule) => WithPlan(m => m with { Expired = rule });
    }

    [Fact]
    public void A_material_of_too_low_a_grade_is_refused()
    {
        Assert.Equal("material-grade", Rejected(WithPlan(m => m with { LeastGrade = MaterialGrade.C }), Plan with { Grade = MaterialGrade.D }));
        Assert.Null(Rejected(WithPlan(m => m with { LeastGrade = MaterialGrade.C }), Plan));
    }

    [Fact]
    public void What_is_taken_over_needs_consent_for_its_purpose_and_the_sheet_stands_in_the_case()
    {
        var earlier = Plan with { From = new("case-1", "110105-260101-A", null) };
        var certificate = Plan with { FileId = "certificate-1", Grade = MaterialGrade.A, From = new("case-1", "110105-260101-A", "A-1") };
        Assert.Equal("consent-required", Rejected(p => p, [earlier, certificate], Consent.EarlierCase));
        Assert.Equal("consent-required", Rejected(p => p, [earlier, certificate]));
        var play = new Scenario(Shop.Bpmn);
        play.Accepted(File(play, [earlier, certificate], Consent.EarlierCase, Consent.Certificate));
        Assert.Equal([Consent.Certificate, Consent.EarlierCase], play.State.Consents.Select(c => c.Purpose));
        Assert.All(play.State.Consents, c => Assert.Equal("plan wang", $"{c.What.Single()} {c.By}"));
    }

    [Fact]
    public void Filing_is_refused_with_every_finding_of_the_pre_check()
    {
        ImmutableArray<PreCheckRule> rules =
        [
            new("sign-small", "=application.sign and application.area < 20", new("店面过小,不能设招牌", "Too small for a sign"), "sign", null),
            new("plan-missing", "get value(materials, \"plan\") = null", new("缺平面图", "No plan"), null, "plan"),
            new("owner-missing", "application.nothing > 3", new("无", "Nothing"), "owner", null),
        ];
        var play = new Scenario(Shop.Bpmn, change: p => p with { JointItem = p.JointItem with { PreCheck = rules } });
        var refused = Assert.IsType<Outcome.Rejection>(play.When(File(play, [], area: 10)));
        Assert.Equal(("pre-check-failed", "sign-small, plan-missing"), (refused.Code, refused.Details!["rules"]));
        Assert.Empty(play.History);
        play.Accepted(File(play, [Plan]));
    }

    [Fact]
    public void A_joint_item_with_wrong_rules_is_refused_with_their_places()
    {
        var item = Scenario.ItemOf(default) with
        {
            PreCheck = [new("x", "a >", new("", ""), "nothing", "nothing"), new("x", "true", new("", ""), null, null)],
            Instant = InstantRules.Usual with { SamplePerMille = 1001 },
        };
        Assert.Equal(["feel-invalid", "field-unknown", "material-unknown", "code-twice", "sample-range"], JointItemCheck.Faults(item).Select(f => f.Code));
    }

    [Fact]
    public void A_granted_case_issues_certificates_with_their_validity_and_a_revoked_one_none()
    {
        var play = new Scenario(Shop.Bpmn, [Scenario.Item("a") with { Issues = new("shop-permit", 12) }, Scenario.Item("b", "=application.area >= 300")]).Filed();
        var granted = play.State with
        {
            Decided = new(Decision.Grant, null, "x", Scenario.Monday), Concluded = new([new("a", "许可证", "A-1"), new("b", "证", "B-1")], Scenario.Monday), Status = CaseStatus.Granted,
        };
        var one = Assert.Single(Certificates.Of(play.Pinned, granted, play.CaseId));
        Assert.Equal(("shop-permit", "A-1", "wang", new DateOnly(2026, 3, 2), new DateOnly(2027, 3, 1)), (one.Kind, one.Number, one.Holder, one.IssuedOn, one.ValidUntil));
        Assert.Equal((play.CaseId, "a"), Certificates.Parse(one.Id));
        Assert.Empty(Certificates.Of(play.Pinned, granted with { Status = CaseStatus.Revoked }, play.CaseId));
        Assert.Null(Certificates.Parse("f1"));
    }

    // Terms

    private static readonly Dictionary<string, TermTable> Tables = new(StringComparer.Ordinal)
    {
        ["marital-status"] = new(new("婚姻状况", "Marital status"), "maritalStatus", [new(null, "婚姻状况"), new("civil", "hyzk")],
            [new(null, "已婚", "married"), new(null, "有配偶", "married"), new("civil", "1", "married"), new("police", "1", "single")]),
        ["legal-representative"] = new(new("法定代表人", "Legal representative"), "legalRepresentative", [new(null, "法定代表人"), new(null, "法人代表"), new(null, "负责人")], []),
    };

    [Theory]
    [InlineData("civil", "婚姻状况", "已婚", "married")]
    [InlineData("civil", "hyzk", "1", "married")]
    [InlineData("police", "婚姻状况", "1", "single")]
    [InlineData(null, "maritalStatus", "有配偶", "married")]
    [InlineData(null, "法人代表", "张三", "张三")]
    [InlineData(null, "负责人", " 张三 ", "张三")]
    public void Words_of_other_systems_are_mapped_by_tables(string? system, string name, string value, string ours)
    {
        var mapped = TermMapping.Of(Tables, system, Sent((name, value)));
        Assert.Equal(ours, Assert.Single(mapped.Mapped).Ours);
        Assert.Empty(mapped.Unmapped);
    }

    [Theory]
    [InlineData(null, "婚姻状况", "1", "value-unmapped")]
    [InlineData("police", "hyzk", "1", "field-unmapped")]
    [InlineData(null, "婚姻状况", "已婚。", "value-unmapped")]
    [InlineData(null, "婚否", "是", "field-unmapped")]
    public void What_no_table_says_is_reported_and_never_guessed(string? system, string name, string value, string why)
    {
        var mapped = TermMapping.Of(Tables, system, Sent((name, value)));
        Assert.Empty(mapped.Mapped);
        Assert.Equal(why, Assert.Single(mapped.Unmapped).Why);
    }

    [Fact]
    public void Two_names_of_one_field_with_two_values_are_a_contradiction()
    {
        Assert.Equal(["term-contradiction", "term-contradiction"], TermMapping.Of(Tables, null, Sent(("法定代表人", "张三"), ("负责人", "李四"))).Unmapped.Select(u => u.Why));
        Assert.Equal(2, TermMapping.Of(Tables, null, Sent(("法定代表人", "张三"), ("负责人", "张三"))).Mapped.Count);
    }

    [Fact]
    public void A_table_that_says_two_things_of_one_word_is_refused()
    {
        var by = new Actor(ActorKind.Person, "designer", Role.Designer, null, Scenario.Region);
        var twice = Tables["marital-status"] with { Values = [new(null, "1", "married"), new(null, "1", "single")] };
        Assert.Equal("term-twice", Assert.Single(TermTableCheck.Faults(twice)).Code);
        Assert.Equal("terms-invalid", Assert.IsType<Outcome.Rejection>(new PublishTerms("x", twice) { By = by }.Decide(null, TermState.Empty, Scenario.Monday)).Code);
        var events = Assert.IsType<Outcome.Events>(new PublishTerms("x", Tables["marital-status"]) { By = by }.Decide(null, TermState.Empty, Scenario.Monday)).List;
        Assert.Equal(1, Assert.IsType<TermsPublished>(Assert.Single(events)).Version);
    }

    private static Dictionary<string, string> Sent(params (string Name, string Value)[] given) => given.ToDictionary(g => g.Name, g => g.Value, StringComparer.Ordinal);

    private static Func<Pinned, Pinned> WithPlan(Func<Material, Material> change) =>
        p => p with { JointItem = p.JointItem with { Materials = [.. p.JointItem.Materials.Select(m => m.Code == "plan" ? change(m) : m)] } };

    private static string? Rejected(Func<Pinned, Pinned> change, FiledMaterial filed) => Rejected(change, [filed]);

    private static string? Rejected(Func<Pinned, Pinned> change, ImmutableArray<FiledMaterial> filed, params string[] consents)
    {
        var play = new Scenario(Shop.Bpmn, change: change);
        return play.When(File(play, filed, consents)) is Outcome.Rejection why ? why.Code : null;
    }

    private static FileApplication File(Scenario play, ImmutableArray<FiledMaterial> filed, params string[] consents) => File(play, filed, 500, consents);

    private static FileApplication File(Scenario play, ImmutableArray<FiledMaterial> filed, decimal area, params string[] consents) => new(
        new PinnedRef("open-a-shop", 1, "shop", 1, "cn", 1), Scenario.Region, "online",
        new Applicant("wang", ApplicantKind.Person, new("王小明"), new("110105199001010010"), new("13800000000")),
        Value.Context.Empty.With("area", area).With("sign", true).With("owner", "王小明"), filed)
    { By = Scenario.Applicant, CaseId = play.CaseId, Consents = [.. consents] };
}
