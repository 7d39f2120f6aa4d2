using Workflow.Server.Stats;
using Xunit;

namespace Workflow.Server.Tests.Cases;

public sealed class SharedAnswersTests
{
    private readonly HandClock _clock = new();
    private readonly SharedAnswers<string, int> _answers;
    private int _made;

    public SharedAnswersTests() => _answers = new(_clock);

    [Theory]
    [InlineData(49, 0)]
    [InlineData(50, 500)]
    [InlineData(300, 3_000)]
    [InlineData(4_000, 10_000)]
    public async Task An_answer_is_given_again_for_ten_times_as_long_as_it_took_and_a_quick_one_never(int tookMs, int keptMs)
    {
        Assert.Equal(1, await AskAsync("city", tookMs));
        _clock.Advance(Math.Max(keptMs - 1, 0));
        Assert.Equal(keptMs == 0 ? 2 : 1, await AskAsync("city", tookMs));
        _clock.Advance(1);
        Assert.Equal(keptMs == 0 ? 3 : 2, await AskAsync("city", tookMs));
    }

    [Fact]
    public async Task The_same_question_waits_for_the_answer_under_way_and_another_is_asked()
    {
        var first = new TaskCompletionSource<int>();
        var (one, two) = (_answers.ReadAsync("city", () => first.Task, default), _answers.ReadAsync("city", () => AnotherAsync(0), default));
        Assert.Equal(1, await AskAsync("district", 0));
        Assert.False(two.IsCompleted);

        first.SetResult(7);
        Assert.Equal((7, 7), (await one, await two));
    }

    [Fact]
    public async Task Who_goes_away_takes_the_answer_from_nobody()
    {
        using var leave = new CancellationTokenSource();
        var answer = new TaskCompletionSource<int>();
        var (left, stayed) = (_answers.ReadAsync("city", () => answer.Task, leave.Token), _answers.ReadAsync("city", () => AnotherAsync(0), default));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        answer.SetResult(7);
        Assert.Equal(7, await stayed);
    }

    [Fact]
    public async Task What_failed_is_told_to_all_who_waited_and_is_asked_anew()
    {
        var answer = new TaskCompletionSource<int>();
        var (one, two) = (_answers.ReadAsync("city", () => answer.Task, default), _answers.ReadAsync("city", () => AnotherAsync(0), default));
        answer.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => one);
        await Assert.ThrowsAsync<TimeoutException>(() => two);
        Assert.Equal(1, await AskAsync("city", 0));
    }

    [Fact]
    public async Task Few_are_kept_and_those_that_would_go_first_go()
    {
        const int Most = SharedAnswers<string, int>.MostKept;
        for (int i = 0; i <= Most; i++) await AskAsync($"city {i}", tookMs: 900);
        Assert.Equal(Most + 1, _made);

        await AskAsync($"city {Most}", tookMs: 900);
        Assert.Equal(Most + 1, _made);
        await AskAsync("city 0", tookMs: 900);
        Assert.Equal(Most + 2, _made);
    }

    private Task<int> AskAsync(string question, int tookMs) => _answers.ReadAsync(question, () => AnotherAsync(tookMs), CancellationToken.None);

    private Task<int> AnotherAsync(int tookMs)
    {
        _clock.Advance(tookMs);
        return Task.FromResult(++_made);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(int ms) => _ticks += ms * TimeSpan.TicksPerMillisecond;
    }
}
