using System.Collections.Concurrent;
using System.Globalization;
using Workflow.Benchmarks.Seeding;
using Workflow.Postgres.Queries;
using Workflow.Server.Stats;

namespace Workflow.Benchmarks.Inboxes;

/// <summary>A kind of page that is measured.</summary>
/// <param name="Read">reads the n-th of its kind from where the one before ended; tells its rows and where it ends</param>
/// <param name="Pages">how many are read one after another; each is timed by itself</param>
internal sealed record PageKind(string Name, Func<int, Cursor?, Task<(int Rows, Cursor? Next)>> Read, int Pages = 1);

/// <summary>The pages that people read, by the server's own queries with the server's own page size.</summary>
/// <param name="reads">the server's connections for pages</param>
internal sealed class OfficerPages(PageReads reads)
{
    public const int Districts = 100;
    private const int Limit = 50;
    private static readonly short[] Active = [0, 1];
    private static readonly Inbox.Filter Everything = new(null, null, Active, null, null, Urged: false, null, default);
    private static readonly CaseList.Filter EveryCase = new(null, null, null, null, default);
    private readonly Inbox _inbox = new(reads.Source);
    private readonly CaseList _cases = new(reads.Source);
    private readonly SharedBoards _boards = new(new Board(reads.Source), TimeProvider.System);

    /// <summary>What an officer of a department or a window reads all day.</summary>
    public IReadOnlyList<PageKind> Officers =>
    [
        new("inbox, first page", (n, after) => TasksAsync(n, after, Everything)),
        new("inbox, next page", (n, after) => TasksAsync(n, after, Everything), Pages: 2),
        new("inbox, newest first", (n, after) => TasksAsync(n, after, Everything, Inbox.Sort.Received)),
        new("inbox, oldest first", (n, after) => TasksAsync(n, after, Everything, Inbox.Sort.Opened)),
        new("inbox, worst first", (n, after) => TasksAsync(n, after, Everything, Inbox.Sort.Priority)),
        new("inbox, mine", (n, after) => TasksAsync(n, after, Everything with { Assignee = Officer(n) })),
        new("inbox, one joint item", (n, after) => TasksAsync(n, after, Everything with { JointItem = SeedPlan.Codes[n % SeedPlan.Codes.Length] })),
        new("inbox, yellow cards", (n, after) => TasksAsync(n, after, Everything with { Card = 1 })),
        new("inbox, urged", (n, after) => TasksAsync(n, after, Everything with { Urged = true })),
        new("inbox, done", (n, after) => TasksAsync(n, after, Everything with { States = [2] }, Inbox.Sort.Received)),
        new("inbox, counts", async (n, _) => (await CountsAsync(n), null)),
        new("inbox, a number", async (n, after) => await TasksAsync(n, after, Everything with { Text = new((await SomebodyAsync(n)).Number) })),
        new("inbox, number's beginning", (n, after) => TasksAsync(n, after, Everything with { Text = new(Region(n)) })),
        new("inbox, two characters", async (n, after) => await TasksAsync(n, after, Everything with { Text = new((await SomebodyAsync(n)).Name[..2]) })),
        new("inbox, a name", async (n, after) => await TasksAsync(n, after, Everything with { Text = new((await SomebodyAsync(n)).Name) })),
        new("inbox, nobody's name", (n, after) => TasksAsync(n, after, Everything with { Text = new("诸葛孔明") })),
        new("inbox, a title", (n, after) => TasksAsync(n, after, Everything with { Text = new("审查") })),
        new("cases, first page", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase)),
        new("cases, next page", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase), Pages: 2),
        new("cases, open by due day", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase with { Open = true }, sort: CaseList.Sort.Due)),
        new("cases, yellow cards", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase with { Card = 1 })),
        new("cases, under review", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase with { Statuses = [3, 8] })),
        new("cases, concluded", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase with { Statuses = [11, 12] })),
        new("cases, a number", async (n, after) => await CasesAsync(DepartmentOf(n), after, EveryCase with { Text = new((await SomebodyAsync(n)).Number) })),
        new("cases, a name", async (n, after) => await CasesAsync(DepartmentOf(n), after, EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
        new("cases, nobody's name", (n, after) => CasesAsync(DepartmentOf(n), after, EveryCase with { Text = new("诸葛孔明") })),
        new("window, first page", (n, after) => CasesAsync(WindowOf(n), after, EveryCase)),
        new("window, a name", async (n, after) => await CasesAsync(WindowOf(n), after, EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
    ];

    /// <summary>What somebody reads who oversees a city of ten districts.</summary>
    public IReadOnlyList<PageKind> Supervisors =>
    [
        new("city, first page", (n, after) => CasesAsync(CityOf(n), after, EveryCase)),
        new("city, open by due day", (n, after) => CasesAsync(CityOf(n), after, EveryCase with { Open = true }, sort: CaseList.Sort.Due)),
        new("city, a name", async (n, after) => await CasesAsync(CityOf(n), after, EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
        new("city, board", async (n, after) => ((await _boards.ReadAsync([Region(n)[..4]], null, null, DateOnly.FromDateTime(DateTime.UtcNow), DateTimeOffset.UtcNow, CancellationToken.None)).Rows.Cases.Count, null)),
    ];

    /// <summary>
    /// Learns whose names and numbers are asked for, and reads each department's tasks once: a server that has run for a day holds them, and
    /// so many departments are not all met again in the seconds that are measured.
    /// </summary>
    public async Task PrepareAsync()
    {
        for (int n = 0; n < Districts; n++) await SomebodyAsync(n);
        for (int n = 0; n < Districts * DepartmentsOfDistrict; n++)
        {
            await CountsAsync(n);
            await TasksAsync(n, null, Everything with { Text = new("诸葛孔明") });
        }
    }

    private const int DepartmentsOfDistrict = 6;

    private static string Region(int n) => SeedPlan.RegionOf(n * 37 % Districts);

    private static string Department(int n) => string.Create(CultureInfo.InvariantCulture, $"d{n % DepartmentsOfDistrict}");

    private static string Officer(int n) => TemplateCases.OfficerOf(Region(n), "d3");

    private static Scope DepartmentOf(int n) => Scope.Nothing with { Account = Officer(n), Departments = [(Region(n), Department(n))] };

    private static Scope WindowOf(int n) => Scope.Nothing with { Account = "clerk", Regions = [Region(n)] };

    private static Scope CityOf(int n) => Scope.Nothing with { Account = "supervisor", RegionPrefixes = [Region(n)[..4]], NamedRegionPrefixes = [Region(n)[..4]] };

    private async Task<(int Rows, Cursor? Next)> TasksAsync(int n, Cursor? after, Inbox.Filter filter, Inbox.Sort sort = Inbox.Sort.Due)
    {
        var scope = Scope.Nothing with { Departments = [(Region(n), filter.Assignee is null ? Department(n) : "d3")] };
        var (rows, next) = await _inbox.ReadAsync(scope, filter, sort, after, Limit, Officer(n), CancellationToken.None);
        return (rows.Count, next);
    }

    private async Task<int> CountsAsync(int n) =>
        (int)(await _inbox.CountAsync(Scope.Nothing with { Departments = [(Region(n), Department(n))] }, Officer(n), CancellationToken.None)).Sum(c => c.Tasks);

    private async Task<(int Rows, Cursor? Next)> CasesAsync(Scope scope, Cursor? after, CaseList.Filter filter, CaseList.Sort sort = CaseList.Sort.Filed)
    {
        var (rows, next) = await _cases.ReadAsync(scope, filter, after, Limit, "bench", CancellationToken.None, sort);
        return (rows.Count, next);
    }

    /// <summary>Who filed one of the newest cases of the n-th region, read before anything is measured.</summary>
    private async Task<(string Number, string Name)> SomebodyAsync(int n)
    {
        if (!_people.TryGetValue(Region(n), out var known))
        {
            var (rows, _) = await _cases.ReadAsync(WindowOf(n), EveryCase, null, CaseList.MaxLimit, "bench", CancellationToken.None);
            known = _people[Region(n)] = [.. rows.Select(r => (r.CaseNumber, r.Personal ?? throw new InvalidOperationException("a window sees names")))];
        }

        return known[n * 31 % known.Length];
    }

    private readonly ConcurrentDictionary<string, (string Number, string Name)[]> _people = new(StringComparer.Ordinal);
}
