using System.Collections.Frozen;
using System.Text.Json;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Deadlines;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>How a calendar notice reaches a case under way: as an event with the old and the new due instant.</summary>
public class AdoptCalendarTests
{
    private static readonly CalendarNotice Before = Notice("2018-12-06", "2019-05-01/2019-05-01");
    private static readonly CalendarNotice After = Notice("2019-03-22", "2019-05-01/2019-05-04", "2019-04-28", "2019-05-05");

    [Theory]
    [InlineData("2019-04-22", 3, "2019-04-25", "2019-04-25")]
    [InlineData("2019-04-22", 5, "2019-04-29", "2019-04-28")]
    [InlineData("2019-04-22", 10, "2019-05-07", "2019-05-07")]
    [InlineData("2019-04-25", 3, "2019-04-30", "2019-04-29")]
    [InlineData("2019-04-25", 5, "2019-05-03", "2019-05-05")]
    [InlineData("2019-04-26", 1, "2019-04-29", "2019-04-28")]
    [InlineData("2019-04-26", 3, "2019-05-02", "2019-04-30")]
    public void The_amendment_of_2019_moves_the_due_days_of_cases_under_way(string start, int days, string old, string next)
    {
        var shop = At(start, WorkCalendar.Build("cn", 1, [Before]), days);
        Assert.Equal(EndOf(old), Due(shop));

        var adopted = Assert.IsType<CalendarAdopted>(Assert.Single(shop.Accepted(Adopt(shop, 2))));

        Assert.Equal(EndOf(next), Due(shop));
        Assert.Equal((1, 2, 2), (adopted.OldVersion, adopted.Version, shop.State.Pinned!.CalendarVersion));
        if (old == next) return;
        Assert.Contains(adopted.Changes, c => c.Clock == CaseClocks.Case && c.OldDueAt == EndOf(old) && c.DueAt == EndOf(next));
        Assert.Contains(shop.State.Agenda, i => i.Key == "red-case" && i.Due == EndOf(next));
        Assert.Equal("cn@2", shop.State.Timing.Changes.Last(c => c.Clock == CaseClocks.Case).Calendar);
    }

    [Fact]
    public void A_version_reaches_a_case_once_and_an_older_one_never()
    {
        var shop = At("2019-04-25", WorkCalendar.Build("cn", 1, [Before]), 5);
        shop.Accepted(Adopt(shop, 2));
        Assert.Empty(shop.Accepted(Adopt(shop, 2)));
        Assert.Empty(shop.Accepted(Adopt(shop, 1)));
        Assert.Empty(shop.Accepted(new AdoptCalendar(WorkCalendar.Build("elsewhere", 9, [])) { By = Scenario.Timer, CaseId = shop.CaseId }));
    }

    [Fact]
    public void What_was_due_before_happens_first_and_stays()
    {
        var shop = At("2019-04-22", WorkCalendar.Build("cn", 1, [Before]), 3);
        shop.Now = EndOf("2019-04-25").AddHours(9);
        var events = shop.Accepted(Adopt(shop, 2));
        Assert.Contains(events.TakeWhile(e => e is not CalendarAdopted), e => e is CardShown { Clock: CaseClocks.Case, Card: Card.Red });
        Assert.DoesNotContain(events.OfType<CalendarAdopted>().Single().Changes, c => c.Clock == CaseClocks.Case);
    }

    [Fact]
    public void A_notice_that_comes_late_makes_no_clock_late()
    {
        // Due with the 29th by the old notice, with the 28th by the new one, which comes on the 29th.
        var shop = At("2019-04-22", WorkCalendar.Build("cn", 1, [Before]), 5);
        shop.Now = EndOf("2019-04-28").AddHours(9);
        var change = shop.Accepted(Adopt(shop, 2)).OfType<CalendarAdopted>().Single().Changes.FirstOrDefault(c => c.Clock == CaseClocks.Case);
        Assert.Equal(EndOf("2019-04-29"), Due(shop));
        Assert.True(change is null or { Held: true });
    }

    [Fact]
    public void A_clock_that_stands_still_runs_on_by_the_new_version()
    {
        var shop = At("2019-04-25", WorkCalendar.Build("cn", 1, [Before]), 5);
        shop.Accepted(new Suspend(CaseClocks.Case, SuspensionReason.ForceMajeure, "flood") { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Empty(shop.Accepted(Adopt(shop, 2)).OfType<CalendarAdopted>().Single().Changes);
        shop.Pinned = shop.Pinned with { Calendar = Version(2) };
        shop.Accepted(new Resume(CaseClocks.Case) { By = Scenario.Lead, CaseId = shop.CaseId });
        Assert.Equal(EndOf("2019-05-05"), Due(shop));
    }

    [Fact]
    public void A_department_with_a_calendar_of_its_own_counts_by_that()
    {
        var own = WorkCalendar.Build("b-days", 1, [Notice("2026-02-01", "2026-03-04/2026-03-05")], baseCalendar: StateCouncilCalendar.Latest);
        var shop = new Scenario(Shop.Bpmn);
        shop.Pinned = shop.Pinned with { Calendars = new Dictionary<string, WorkCalendar>(StringComparer.Ordinal) { ["b"] = own }.ToFrozenDictionary() };
        shop.Filed().AcceptedByWindow();

        Assert.Equal(ClockChangeTests.China(2026, 3, 10), shop.State.Clocks[shop.Task(TaskKind.Review, "b").ClockId].Clock.DueAt); // three days: Tuesday, Friday, Monday
        Assert.Equal(ClockChangeTests.China(2026, 3, 10), shop.State.Clocks[shop.Task(TaskKind.Review, "a").ClockId].Clock.DueAt); // five days without a day off
    }

    [Fact]
    public void Further_calendars_stand_in_the_pins_by_code_and_version()
    {
        var pins = new Workflow.Core.Runtime.PinnedRef("item", 1, "flow", 1, "cn", 3).With("fire-days", 2).With("a-days", 1).With("cn", 4).With("fire-days", 5);
        Assert.Equal(pins, pins.With("cn", 3).With("cn", 4));
        Assert.Equal([("cn", 4), ("a-days", 1), ("fire-days", 5)], pins.Calendars());
        Assert.Equal((4, 5, null), (pins.VersionOf("cn"), pins.VersionOf("fire-days"), pins.VersionOf("other")));
    }

    private static Scenario At(string start, WorkCalendar calendar, int days)
    {
        var shop = new Scenario(Shop.Bpmn) { Now = EndOf(start).AddHours(-14) }; // ten in the morning
        shop.Pinned = shop.Pinned with { Calendar = calendar, JointItem = shop.Pinned.JointItem with { Promised = new(days, TimeUnit.WorkingDays) } };
        return shop.Filed().AcceptedByWindow();
    }

    private static WorkCalendar Version(int version) => WorkCalendar.Build("cn", version, version == 1 ? [Before] : [Before, After]);

    private static AdoptCalendar Adopt(Scenario shop, int version) => new(Version(version)) { By = Scenario.Timer, CaseId = shop.CaseId };

    private static DateTimeOffset? Due(Scenario shop) => shop.State.Clocks[CaseClocks.Case].Clock.DueAt;

    private static DateTimeOffset EndOf(string day) => new DateTimeOffset(DateOnly.Parse(day, null).AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(8)).ToUniversalTime();

    private static CalendarNotice Notice(string published, string off, params string[] makeUp)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { year = int.Parse(published[..4], null) + (published.StartsWith("2018", StringComparison.Ordinal) ? 1 : 0), published, off = new[] { off }, makeUp }));
        return CalendarNotice.Read(json.RootElement, out _)!;
    }
}
