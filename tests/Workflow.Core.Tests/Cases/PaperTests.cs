using System.Collections.Immutable;
using Xunit;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Closing;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Cases;

/// <summary>Documents (文书), notices (送达) and complaints (投诉) in the history of a case.</summary>
public sealed class PaperTests
{
    private static readonly Actor Papers = Actor.System("papers");
    private const string Complaint = "case-ffffffffffffffffffffffffffffffff";

    [Fact]
    public void A_document_is_issued_once_for_each_event_however_often_it_is_asked_for()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        var version = VersionOf<CaseAccepted>(shop);
        var issued = Assert.IsType<DocumentIssued>(Assert.Single(shop.Accepted(Issue(shop, PaperKinds.Acceptance, version))));
        Assert.Equal((1, shop.Now, version), (issued.Id, issued.At, issued.ForVersion));
        Assert.Empty(shop.Accepted(Issue(shop, PaperKinds.Acceptance, version, id: 2)));
        Assert.Single(shop.State.Papers.Documents);
        Assert.Equal(shop.State.Papers.Documents, shop.Replayed().Papers.Documents);
    }

    [Fact]
    public void Two_documents_never_carry_the_same_number_and_none_is_for_an_event_that_is_not_there()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        shop.Accepted(Issue(shop, PaperKinds.Acceptance, VersionOf<CaseAccepted>(shop)));
        Assert.Equal("document-number-taken", shop.Refused(Issue(shop, PaperKinds.Grant, 1)));
        Assert.Equal("document-event-not-found", shop.Refused(Issue(shop, PaperKinds.Grant, shop.State.Version + 1, id: 2)));
        Assert.Equal("system-only", shop.Refused(Issue(shop, PaperKinds.Grant, 1, id: 2) with { By = Scenario.Window }));
    }

    [Fact]
    public void A_document_is_put_on_the_applicants_page_and_its_first_opening_is_the_proof()
    {
        var shop = new Scenario(Shop.Bpmn, papers: new PaperRules([], [NoticeChannel.Page], null)).Filed().AcceptedByWindow();
        var events = shop.Accepted(Issue(shop, PaperKinds.Acceptance, VersionOf<CaseAccepted>(shop)));
        var notice = Assert.IsType<NoticeSent>(events[1]);
        Assert.Equal((NoticeChannel.Page, 1, "wang", ""), (notice.Channel, notice.Document, notice.To.Value, notice.Proof));

        Assert.Equal("not-your-case", shop.Refused(new SeeDocument(1) { By = Scenario.Window, CaseId = shop.CaseId }));
        Assert.Equal("document-not-found", shop.Refused(new SeeDocument(2) { By = Scenario.Applicant, CaseId = shop.CaseId }));
        shop.Now += TimeSpan.FromHours(5);
        Assert.Equal(shop.Now, Assert.IsType<NoticeSeen>(Assert.Single(shop.Accepted(new SeeDocument(1) { By = Scenario.Applicant, CaseId = shop.CaseId }))).At);
        shop.Now += TimeSpan.FromHours(5);
        Assert.Empty(shop.Accepted(new SeeDocument(1) { By = Scenario.Applicant, CaseId = shop.CaseId }));
    }

    [Fact]
    public void A_notice_by_mail_is_recorded_once_whether_it_went_out_or_was_given_up()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        Assert.Equal("document-not-found", shop.Refused(Told(shop, NoticeChannel.Email)));
        shop.Accepted(Issue(shop, PaperKinds.Acceptance, VersionOf<CaseAccepted>(shop)));
        Assert.IsType<NoticeSent>(Assert.Single(shop.Accepted(Told(shop, NoticeChannel.Email))));
        Assert.Empty(shop.Accepted(Told(shop, NoticeChannel.Email) with { Proof = null, Error = "550" }));
        var failed = Assert.IsType<NoticeFailed>(Assert.Single(shop.Accepted(Told(shop, NoticeChannel.Sms) with { Proof = null, Error = "no such number", Attempts = 6 })));
        Assert.Equal(("no such number", 6), (failed.Error, failed.Attempts));
        Assert.Equal("system-only", shop.Refused(Told(shop, NoticeChannel.Sms) with { By = Scenario.Applicant }));
    }

    [Fact]
    public void A_complaint_is_made_by_the_applicant_one_at_a_time_and_its_answer_comes_back()
    {
        var shop = new Scenario(Shop.Bpmn).Filed();
        Assert.Equal("not-your-case", shop.Refused(Complains(shop) with { By = Scenario.Window }));
        Assert.Equal("reason-required", shop.Refused(Complains(shop) with { Text = " " }));
        Assert.Equal("complaint-not-found", shop.Refused(Answers(shop)));
        shop.Accepted(Complains(shop));
        Assert.Equal("complaint-open", shop.Refused(Complains(shop)));

        var answered = Assert.IsType<ComplaintAnswered>(Assert.Single(shop.Accepted(Answers(shop))));
        Assert.Equal((1, ComplaintEnd.Upheld, "已改正"), (answered.Id, answered.End, answered.Answer.Value));
        Assert.Empty(shop.Accepted(Answers(shop)));
        Assert.Equal(PaperKinds.ComplaintAnswer, PaperTriggers.KindFor(answered, shop.State));
        shop.Accepted(Complains(shop));
        Assert.Equal(2, shop.State.Papers.Complaints.Length);
    }

    [Fact]
    public void The_case_of_a_complaint_names_what_it_complains_of_and_cannot_be_complained_of_itself()
    {
        var shop = new Scenario(Shop.Bpmn) { About = new ComplaintOpened("case-0", "110105-260302-1", 1, default) };
        shop.Filed();
        Assert.Equal((shop.Now, "case-0"), (shop.State.Papers.About!.At, shop.State.Papers.About.Case));
        Assert.Equal("complaint-of-complaint", shop.Refused(Complains(shop)));
    }

    [Fact]
    public void Erasure_takes_addresses_and_complaints_and_leaves_numbers_and_hashes()
    {
        var shop = new Scenario(Shop.Bpmn).Filed();
        shop.Accepted(Complains(shop));
        shop.Accepted(Issue(shop, PaperKinds.Acceptance, 1));
        shop.Accepted(Told(shop, NoticeChannel.Email));
        shop.Accepted(new Withdraw("不办了") { By = Scenario.Applicant, CaseId = shop.CaseId });
        shop.Accepted(new ErasePersonalData("本人申请") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.True(shop.State.Papers.Notices[0].To.IsErased && shop.State.Papers.Complaints[0].Text.IsErased);
        Assert.Equal(new string('b', 64), shop.State.Papers.Documents[0].Sha256);
        Assert.Equal("personal-data-erased", shop.Refused(Complains(shop)));
    }

    [Fact]
    public void A_document_says_what_its_event_says()
    {
        var shop = new Scenario(Shop.Bpmn).Filed();
        shop.Accepted(new RequestSupplement(shop.Task(TaskKind.Intake).Id, [new("lease", "未签字")], null) { By = Scenario.Window, CaseId = shop.CaseId });
        var asked = shop.History.OfType<SupplementRequested>().Single();
        var facts = Facts(shop, PaperKinds.Supplement, asked);
        Assert.Equal(["租约：未签字"], facts["missing"].List);
        Assert.Equal((PaperValue.Nothing, "王小明", "2026年3月2日", "45个工作日"), (facts["note"].Text, facts["applicant"].Text, facts["filedOn"].Text, facts["statutoryLimit"].Text));

        var accepted = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        var said = Facts(accepted, PaperKinds.Acceptance, accepted.History.OfType<CaseAccepted>().Single());
        Assert.Equal("2026年3月16日", said["dueOn"].Text);
        Assert.Equal(["事项a（A局）", "事项b（B局）", "事项c（C局）"], said["items"].List);
    }

    [Fact]
    public void Every_kind_has_all_its_placeholders_whatever_the_event_says()
    {
        var shop = new Scenario(Shop.Bpmn).Filed();
        foreach (var kind in PaperKinds.All)
        {
            var facts = Facts(shop, kind.Code, shop.History[0]);
            Assert.All(PaperKinds.Common.Concat(kind.Own), name => Assert.Contains(name, facts.Keys));
        }
    }

    [Theory]
    [InlineData("锦江区", "acceptance", "锦江受〔2026〕7K3M9QZT-2")]
    [InlineData("成都市", "denial", "成都不准〔2026〕7K3M9QZT-2")]
    [InlineData("阿坝藏族羌族自治州", "grant", "阿坝藏族准〔2026〕7K3M9QZT-2")]
    [InlineData("510104", "supplement", "510104补〔2026〕7K3M9QZT-2")]
    public void A_number_names_place_kind_year_case_and_place_in_the_case(string region, string kind, string number) =>
        Assert.Equal(number, PaperNumber.Of(region, kind, "510104-260302-7K3M9QZT", 2, 2026));

    [Fact]
    public void What_the_applicant_has_to_be_told_leads_to_a_document_and_nothing_else_does()
    {
        var (at, limit) = (Scenario.Monday, new TimeLimit(10, TimeUnit.WorkingDays));
        (Event Happened, string? Kind)[] told =
        [
            (new ClockStopped("case", SuspensionReason.ExpertReview, "办法九", at), PaperKinds.SpecialProcedure),
            (new ClockStopped("case", SuspensionReason.ForceMajeure, "不可抗力", at), null),
            (new ClockStopped("task-3", SuspensionReason.ExpertReview, null, at), null),
            (new SpecialProcedureBegun("case", "hearing", new("听证", "Hearing"), limit, "须听证", "法四十八", "o", at), PaperKinds.SpecialProcedure),
            (new ClockExtended("case", limit, limit, null, "市政府", "复杂", "法四十二", "o", at, at, at.AddDays(20), null, false, true), PaperKinds.Extension),
            (new ClockExtended("task-3", limit, limit, null, "市政府", "复杂", "法四十二", "o", at, at, at.AddDays(20), null, false, true), null),
            (new CaseTerminated(TerminationReason.SubjectGone, "许可法七十", null, at), PaperKinds.Termination),
            (new GrantRevoked("承诺不实", "许可法六十九", 1, at), PaperKinds.Revocation),
            (new SupplementLapsed(["lease"], at), PaperKinds.Decline),
            (new DecisionReconsidered(3, Decision.Grant, true, "复核", "o", at), PaperKinds.Grant),
            (new CaseConcluded([], at), null),
        ];
        var shop = new Scenario(Shop.Bpmn).Filed();
        Assert.All(told, t => Assert.Equal(t.Kind, PaperTriggers.KindFor(t.Happened, shop.State)));
        Assert.Contains("case_terminated", PaperTriggers.Aliases);

        var extended = Facts(shop, PaperKinds.Extension, told[4].Happened);
        Assert.Equal(("市政府", "2026年3月22日"), (extended["authority"].Text, extended["newDueOn"].Text));
        Assert.Equal("补正期限届满，下列材料仍未补齐：租约", Facts(shop, PaperKinds.Decline, told[8].Happened)["reason"].Text);
    }

    [Fact]
    public void A_special_procedure_with_its_own_limit_is_told_of_once()
    {
        var shop = new Scenario(Shop.Bpmn).Filed().AcceptedByWindow();
        var begun = shop.Accepted(new BeginSpecialProcedure("case", shop.Pinned.JointItem.Limits.SpecialProcedures[0].Code, new(5, TimeUnit.WorkingDays), "须专家评审") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal([PaperKinds.SpecialProcedure], begun.Select(e => PaperTriggers.KindFor(e, shop.State)).OfType<string>());
    }

    private static ImmutableSortedDictionary<string, PaperValue> Facts(Scenario shop, string kind, Event happened) => PaperFacts.Of(
        kind, happened, shop.State, shop.Pinned, new PaperNames("锦江区", d => d.ToUpperInvariant() + "局"), "王小明", "号", Scenario.Monday);

    private static long VersionOf<T>(Scenario shop) where T : Event => shop.Rows.FindIndex(row => row is T) + 1;

    private static IssueDocument Issue(Scenario shop, string kind, long version, int id = 1) =>
        new(new DocumentIssued(id, "号", kind, "通知书", "000000", 1, "f", new string('b', 64), 100, version, default)) { By = Papers, CaseId = shop.CaseId };

    private static RecordNotice Told(Scenario shop, NoticeChannel channel) => new(1, channel, "wang@example.cn", "<1@onego>", null, 1) { By = Papers, CaseId = shop.CaseId };

    private static Complain Complains(Scenario shop) => new(Complaint, "态度不好", ByReceipt: false) { By = Scenario.Applicant, CaseId = shop.CaseId };

    private static AnswerComplaint Answers(Scenario shop) => new(Complaint, "110105-260303-2", ComplaintEnd.Upheld, "已改正") { By = Papers, CaseId = shop.CaseId };
}
