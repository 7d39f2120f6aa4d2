using System.Globalization;
using Workflow.Benchmarks.Approval;
using Workflow.Core.Cases;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Benchmarks.Seeding;

/// <summary>How many live cases, made of how many that were really decided, of which joint items and where.</summary>
/// <param name="Cases">live cases in the end, those really decided among them; a multiple of <paramref name="Templates"/></param>
/// <param name="Templates">cases decided by the engine's own Core; the others are copies of them</param>
/// <param name="Items">the versions that cases are started with</param>
/// <param name="Regions">division codes, each with the same departments</param>
/// <param name="Now">real time; nothing that is seeded is due before a day after it</param>
internal sealed record SeedPlan(int Cases, int Templates, IReadOnlyList<(PinnedRef Ref, Pinned Content)> Items, IReadOnlyList<string> Regions, DateTimeOffset Now)
{
    private const int Districts = 100;

    public int CopiesOfEach => Cases / Templates;

    /// <summary>A province of 100 districts and four joint items: a department's own list grows with the number of cases.</summary>
    public static SeedPlan Province(int cases, DateTimeOffset now) => new(
        cases, TemplatesFor(cases), [.. Codes.Select(code => (RefOf(code), ContentOf(code)))], [.. Enumerable.Range(0, Districts).Select(RegionOf)], now);

    /// <summary>What a node loads for the province's cases.</summary>
    public static ValueTask<object> Load(PinnedRef pin, CancellationToken ct) => ValueTask.FromResult<object>(Contents[pin.JointItem]);

    /// <summary>The first is the one that the benchmarks' server publishes, so that it can show these cases.</summary>
    public static readonly string[] Codes = ["bench", "open-a-shop", "build-a-workshop", "hold-an-event"];

    /// <summary>The n-th district: ten cities of ten districts below the division 51; the first city's supervisor has an account.</summary>
    public static string RegionOf(int district) => string.Create(CultureInfo.InvariantCulture, $"51{1 + district / 10:00}{2 + district % 10:00}");

    private static readonly Dictionary<string, Pinned> Contents = Codes.ToDictionary(code => code, ContentOf, StringComparer.Ordinal);

    private static int TemplatesFor(int cases)
    {
        int wanted = Math.Min(2_000, Math.Max(10, cases / 10));
        while (cases % wanted != 0) wanted--;
        return wanted;
    }

    private static PinnedRef RefOf(string code) => new(code, 1, "bench", 1, "bench", 1);

    /// <summary>The measured joint item with longer limits, so that cases of the last weeks are still open and nothing is due.</summary>
    private static Pinned ContentOf(string code) => Restaurant.Pinned with
    {
        JointItem = Restaurant.Pinned.JointItem with
        {
            Code = code,
            Name = new LocalText(code switch { "bench" => "开办餐饮店一件事", "open-a-shop" => "开办便利店一件事", "build-a-workshop" => "建设厂房一件事", _ => "举办大型活动一件事" }, code),
            Promised = new TimeLimit(40, TimeUnit.WorkingDays),
            Items = [.. Restaurant.Pinned.JointItem.Items.Select(i => i with { Promised = new TimeLimit(30, TimeUnit.WorkingDays), Statutory = new TimeLimit(40, TimeUnit.WorkingDays) })],
        },
    };
}
