using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Workflow.Benchmarks.Seeding;
using Workflow.Postgres.Queries;

namespace Workflow.Benchmarks.Inboxes;

/// <summary>The pages that people read, by the server's own queries with the server's own page size.</summary>
internal sealed class OfficerPages(NpgsqlDataSource database)
{
    public const int Districts = 100;
    private const int Limit = 50;
    private static readonly short[] Active = [0, 1];
    private static readonly Inbox.Filter Everything = new(null, null, Active, null, null, Urged: false, null, default);
    private static readonly CaseList.Filter EveryCase = new(null, null, null, null, default);
    private readonly Inbox _inbox = new(database);
    private readonly CaseList _cases = new(database);
    private readonly Board _board = new(database);

    /// <summary>What an officer of a department or a window reads all day.</summary>
    public IReadOnlyList<(string Kind, Func<int, Task<int>> Read)> Officers =>
    [
        ("inbox, first page", n => TasksAsync(n, Everything)),
        ("inbox, next page", n => TasksAsync(n, Everything, pages: 2)),
        ("inbox, newest first", n => TasksAsync(n, Everything, Inbox.Sort.Received)),
        ("inbox, oldest first", n => TasksAsync(n, Everything, Inbox.Sort.Opened)),
        ("inbox, worst first", n => TasksAsync(n, Everything, Inbox.Sort.Priority)),
        ("inbox, mine", n => TasksAsync(n, Everything with { Assignee = Officer(n) })),
        ("inbox, one joint item", n => TasksAsync(n, Everything with { JointItem = SeedPlan.Codes[n % SeedPlan.Codes.Length] })),
        ("inbox, yellow cards", n => TasksAsync(n, Everything with { Card = 1 })),
        ("inbox, urged", n => TasksAsync(n, Everything with { Urged = true })),
        ("inbox, done", n => TasksAsync(n, Everything with { States = [2] }, Inbox.Sort.Received)),
        ("inbox, counts", CountsAsync),
        ("inbox, a number", async n => await TasksAsync(n, Everything with { Text = new((await SomebodyAsync(n)).Number) })),
        ("inbox, number's beginning", n => TasksAsync(n, Everything with { Text = new(Region(n)) })),
        ("inbox, two characters", async n => await TasksAsync(n, Everything with { Text = new((await SomebodyAsync(n)).Name[..2]) })),
        ("inbox, a name", async n => await TasksAsync(n, Everything with { Text = new((await SomebodyAsync(n)).Name) })),
        ("inbox, nobody's name", n => TasksAsync(n, Everything with { Text = new("诸葛孔明") })),
        ("inbox, a title", n => TasksAsync(n, Everything with { Text = new("审查") })),
        ("cases, first page", n => CasesAsync(DepartmentOf(n), EveryCase)),
        ("cases, next page", n => CasesAsync(DepartmentOf(n), EveryCase, pages: 2)),
        ("cases, open by due day", n => CasesAsync(DepartmentOf(n), EveryCase with { Open = true }, sort: CaseList.Sort.Due)),
        ("cases, yellow cards", n => CasesAsync(DepartmentOf(n), EveryCase with { Card = 1 })),
        ("cases, under review", n => CasesAsync(DepartmentOf(n), EveryCase with { Statuses = [3, 8] })),
        ("cases, concluded", n => CasesAsync(DepartmentOf(n), EveryCase with { Statuses = [11, 12] })),
        ("cases, a number", async n => await CasesAsync(DepartmentOf(n), EveryCase with { Text = new((await SomebodyAsync(n)).Number) })),
        ("cases, a name", async n => await CasesAsync(DepartmentOf(n), EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
        ("cases, nobody's name", n => CasesAsync(DepartmentOf(n), EveryCase with { Text = new("诸葛孔明") })),
        ("window, first page", n => CasesAsync(WindowOf(n), EveryCase)),
        ("window, a name", async n => await CasesAsync(WindowOf(n), EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
    ];

    /// <summary>What somebody reads who oversees a city of ten districts.</summary>
    public IReadOnlyList<(string Kind, Func<int, Task<int>> Read)> Supervisors =>
    [
        ("city, first page", n => CasesAsync(CityOf(n), EveryCase)),
        ("city, open by due day", n => CasesAsync(CityOf(n), EveryCase with { Open = true }, sort: CaseList.Sort.Due)),
        ("city, a name", async n => await CasesAsync(CityOf(n), EveryCase with { Text = new((await SomebodyAsync(n)).Name) })),
        ("city, board", async n => (await _board.ReadAsync([Region(n)[..4]], null, null, DateOnly.FromDateTime(DateTime.UtcNow), CancellationToken.None)).Cases.Count),
    ];

    /// <summary>Learns whose names and numbers are asked for.</summary>
    public async Task PrepareAsync()
    {
        for (int n = 0; n < Districts; n++) await SomebodyAsync(n);
    }

    private static string Region(int n) => SeedPlan.RegionOf(n * 37 % Districts);

    private static string Department(int n) => string.Create(CultureInfo.InvariantCulture, $"d{n % 6}");

    private static string Officer(int n) => TemplateCases.OfficerOf(Region(n), "d3");

    private static Scope DepartmentOf(int n) => Scope.Nothing with { Account = Officer(n), Departments = [(Region(n), Department(n))] };

    private static Scope WindowOf(int n) => Scope.Nothing with { Account = "clerk", Regions = [Region(n)] };

    private static Scope CityOf(int n) => Scope.Nothing with { Account = "supervisor", RegionPrefixes = [Region(n)[..4]], NamedRegionPrefixes = [Region(n)[..4]] };

    private async Task<int> TasksAsync(int n, Inbox.Filter filter, Inbox.Sort sort = Inbox.Sort.Due, int pages = 1)
    {
        var scope = Scope.Nothing with { Departments = [(Region(n), filter.Assignee is null ? Department(n) : "d3")] };
        Cursor? after = null;
        int rows = 0;
        for (int page = 0; page < pages; page++)
        {
            (var found, after) = await _inbox.ReadAsync(scope, filter, sort, after, Limit, Officer(n), CancellationToken.None);
            rows += found.Count;
        }

        return rows;
    }

    private async Task<int> CountsAsync(int n) =>
        (int)(await _inbox.CountAsync(Scope.Nothing with { Departments = [(Region(n), Department(n))] }, Officer(n), CancellationToken.None)).Sum(c => c.Tasks);

    private async Task<int> CasesAsync(Scope scope, CaseList.Filter filter, int pages = 1, CaseList.Sort sort = CaseList.Sort.Filed)
    {
        Cursor? after = null;
        int rows = 0;
        for (int page = 0; page < pages; page++)
        {
            (var found, after) = await _cases.ReadAsync(scope, filter, after, Limit, "bench", CancellationToken.None, sort);
            rows += found.Count;
        }

        return rows;
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
