using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Calendars;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;
using Workflow.Server.Hosting;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>
/// Publishes the State Council's calendar from the facts that ship with the engine: version n is what the first n notices
/// say. Versions already there stay; a release with a new notice adds one.
/// </summary>
internal static class NationalCalendar
{
    private static readonly LocalText Name = new("国务院放假调休日历", "State Council calendar");

    public static async Task EnsureAsync(Submit submit, ReadStream read, CancellationToken cancelled)
    {
        var notices = StateCouncilCalendar.Notices;
        var state = (CalendarState)(await read(CalendarStreams.IdOf(StateCouncilCalendar.Code), cancelled)).State;
        for (var version = state.Versions.Length + 1; version <= notices.Length; version++)
        {
            var content = new CalendarContent(Name, null, 0, [.. notices.Take(version)], null);
            var id = $"calendar-{StateCouncilCalendar.Code}-{version.ToString(CultureInfo.InvariantCulture)}";
            var command = new PublishCalendar(StateCouncilCalendar.Code, content, BaseKnown: true) { By = Actor.System("setup") };
            var answer = await submit(new Envelope(new CommandId("system", "internal", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id)), CommandPriority.System), cancelled);
            if (answer is not Answer.Accepted)
                throw new StartException(ExitCode.DatabaseUnusable, $"The national calendar could not be published: {answer}.");
        }
    }
}
