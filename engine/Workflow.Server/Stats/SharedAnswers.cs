namespace Workflow.Server.Stats;

/// <summary>
/// Answers that take long to make: made once for all who ask the same meanwhile, and given again for ten times as long as that took.
/// So no question uses more than a tenth of a processor, however many ask it. What is made quickly is not kept.
/// </summary>
/// <param name="time">of it only durations are read</param>
/// <param name="isWorthKeeping">which answers may be given again; null for all. A cold start makes small ones slow, too, and those have to be fresh</param>
public sealed class SharedAnswers<TQuestion, TAnswer>(TimeProvider time, Func<TAnswer, bool>? isWorthKeeping = null) where TQuestion : notnull
{
    /// <summary>Answers that are kept at once; past that the one that would go first goes.</summary>
    public const int MostKept = 32;

    private const int TimesAsLong = 10;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan KeptAtMost = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<TQuestion, Task<TAnswer>> _underWay = [];
    private readonly Dictionary<TQuestion, Kept> _kept = [];

    /// <param name="make">called when nobody is making this answer and none is kept; it ends even when whoever asked has gone</param>
    /// <param name="ct">ends this caller's waiting, nobody else's</param>
    public Task<TAnswer> ReadAsync(TQuestion question, Func<Task<TAnswer>> make, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(question, out var kept) && !kept.IsOver(time)) return Task.FromResult(kept.Answer);
            if (!_underWay.TryGetValue(question, out var made)) _underWay[question] = made = Task.Run(() => MakeAsync(question, make), CancellationToken.None);
            return made.WaitAsync(ct);
        }
    }

    private async Task<TAnswer> MakeAsync(TQuestion question, Func<Task<TAnswer>> make)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = await make();
            var took = time.GetElapsedTime(began);
            if (took >= Quick && isWorthKeeping?.Invoke(answer) != false) Keep(question, answer, TimesAsLong * took);
            return answer;
        }
        finally
        {
            lock (_gate) _underWay.Remove(question);
        }
    }

    private void Keep(TQuestion question, TAnswer answer, TimeSpan length)
    {
        lock (_gate)
        {
            foreach (var (old, _) in _kept.Where(k => k.Value.IsOver(time)).ToArray()) _kept.Remove(old);
            if (_kept.Count >= MostKept) _kept.Remove(_kept.MinBy(k => k.Value.Left(time)).Key);
            _kept[question] = new(answer, time.GetTimestamp(), length < KeptAtMost ? length : KeptAtMost);
        }
    }

    private sealed record Kept(TAnswer Answer, long Since, TimeSpan Length)
    {
        public TimeSpan Left(TimeProvider time) => Length - time.GetElapsedTime(Since);

        public bool IsOver(TimeProvider time) => Left(time) <= TimeSpan.Zero;
    }
}
