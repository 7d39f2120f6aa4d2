using Workflow.Postgres.Queries;

namespace Workflow.Server.Stats;

/// <summary>
/// What <see cref="Board"/> counts, shared by those who ask for the same while it is counted and, where that takes long, for some seconds
/// after: the board of a city counts half a million rows, and officers wait for the processor meanwhile.
/// </summary>
public sealed class SharedBoards(Board board, TimeProvider time)
{
    /// <summary>Open cases from which on a board may be shown again; a smaller one always has what was done a moment ago.</summary>
    public const int LargeFrom = 20_000;

    private readonly SharedAnswers<Question, (BoardRows Rows, DateTimeOffset At)> _answers = new(time, made => made.Rows.Cases.Sum(c => c.Count) >= LargeFrom);

    /// <param name="prefixes">beginnings of the division codes that the caller oversees</param>
    /// <param name="within">only below this beginning; null for all of them</param>
    /// <param name="today">day of the calendar's zone that "today" is</param>
    /// <param name="now">this instant</param>
    /// <returns>the board, and the instant that it is of: <paramref name="now"/>, or some seconds before</returns>
    public Task<(BoardRows Rows, DateTimeOffset At)> ReadAsync(
        IEnumerable<string> prefixes, string? within, string? jointItem, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        string[] overseen = [.. prefixes];
        var spans = RegionSpans.Of(overseen, within);
        string regions = string.Join(',', spans.Lows.Zip(spans.Highs, (low, high) => $"{low}-{high}").Order(StringComparer.Ordinal));
        return _answers.ReadAsync(
            new(regions, jointItem, today), async () => (await board.ReadAsync(overseen, within, jointItem, today, CancellationToken.None), now), ct);
    }

    private sealed record Question(string Regions, string? JointItem, DateOnly Today);
}
