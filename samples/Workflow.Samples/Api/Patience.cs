using System.Diagnostics;

namespace Workflow.Samples.Api;

/// <summary>How long to go on asking: a bound for every wait, asked again after 50 ms at first and 1 s at most.</summary>
internal sealed record Patience(TimeSpan Limit)
{
    public Waiting Begin() => new(Limit);

    /// <summary>Reads until what is read fits, or ends with an error that says what was awaited.</summary>
    public async Task<T> UntilAsync<T>(string awaited, Func<Task<T>> read, Func<T, bool> fits)
    {
        var waiting = Begin();
        while (true)
        {
            var value = await read();
            if (fits(value)) return value;
            if (!await waiting.AgainAsync()) throw new StoryException($"waited {Limit.TotalSeconds:0} s in vain for: {awaited}");
        }
    }

    internal sealed class Waiting(TimeSpan limit)
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private TimeSpan pause = TimeSpan.FromMilliseconds(50);

        /// <summary>Waits a little; false when the bound is reached.</summary>
        public async Task<bool> AgainAsync()
        {
            if (Stopwatch.GetElapsedTime(started) >= limit) return false;
            await Task.Delay(pause);
            pause = TimeSpan.FromMilliseconds(Math.Min(1000, pause.TotalMilliseconds * 1.5));
            return true;
        }
    }
}
