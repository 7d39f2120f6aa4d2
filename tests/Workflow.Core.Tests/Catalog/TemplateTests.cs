using Xunit;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Templates;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Catalog;

/// <summary>Templates of documents (文书模板).</summary>
public sealed class TemplateTests
{
    private static readonly Actor Admin = new(ActorKind.Person, "admin", Role.Administrator, Region: "510100");

    [Fact]
    public void Every_kind_ships_with_a_template_that_can_be_published()
    {
        Assert.Equal(PaperKinds.All.Select(k => k.Code), NationalTemplates.All.Select(t => t.Kind));
        Assert.All(NationalTemplates.All, t => Assert.Empty(TemplateText.Faults(t.Kind, t.Content)));
    }

    [Theory]
    [InlineData("{{applicant}}", null)]
    [InlineData("{{ applicant }} 等", null)]
    [InlineData("{{missing}}", "template-placeholder-unknown missing 1")]
    [InlineData("第一行\n{{nobody}}", "template-placeholder-unknown nobody 2")]
    [InlineData("{{applicant", "template-placeholder-malformed {{applicant 1")]
    [InlineData("applicant}}", "template-placeholder-malformed applicant}} 1")]
    [InlineData("{{}}", "template-placeholder-malformed {{}} 1")]
    [InlineData("{{1+1}}", "template-placeholder-malformed {{1+1}} 1")]
    [InlineData("", "template-length 0 0")]
    public void What_is_no_placeholder_of_the_kind_is_refused_with_its_line(string body, string? fault)
    {
        var faults = TemplateText.Faults(PaperKinds.Acceptance, new(new("受理通知书", "Notice"), body));
        Assert.Equal(fault, faults.Count == 0 ? null : $"{faults[0].Code} {faults[0].Value} {faults[0].Line}");
    }

    [Fact]
    public void A_version_is_published_once_and_the_next_one_stands_beside_it()
    {
        var state = (TemplateState)TemplateState.Empty.Evolve(Published(TemplateState.Empty, "{{applicant}}")!);
        Assert.Null(Published(state, "{{applicant}}"));
        state = (TemplateState)state.Evolve(Published(state, "致 {{applicant}}")!);
        Assert.Equal((2, "{{applicant}}"), (state.Latest!.Version, state.Version(1)!.Content.Body));
        Assert.Equal("template-invalid", Assert.IsType<Outcome.Rejection>(Command("{{x}}").Decide(null, state, default)).Code);
        Assert.Equal("template-510100-acceptance", Command("x").StreamId);
    }

    [Fact]
    public void A_case_uses_the_template_of_the_nearest_region_above_it()
    {
        Assert.Equal(["510104", "510100", "510000", "000000"], TemplateStreams.RegionsAbove("510104"));
        Assert.Equal(["510000", "000000"], TemplateStreams.RegionsAbove("510000"));
    }

    private static PublishTemplate Command(string body) => new(PaperKinds.Acceptance, "510100", new(new("受理通知书", "Notice"), body)) { By = Admin };

    private static TemplatePublished? Published(TemplateState state, string body) =>
        (TemplatePublished?)Assert.IsType<Outcome.Events>(Command(body).Decide(null, state, default)).List.SingleOrDefault();
}
