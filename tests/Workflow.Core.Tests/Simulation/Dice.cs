namespace Workflow.Core.Tests.Simulation;

/// <summary>Seeded chance (SplitMix64): the same on every machine and in every version of .NET, so that a seed stays a test.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    private ulong Roll()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <param name="to">not included</param>
    public int Next(int from, int to) => from + (int)(Roll() % (ulong)Math.Max(1, to - from));

    public bool Chance(double likelihood) => likelihood > 0 && (Roll() >> 11) * (1.0 / (1UL << 53)) < likelihood;

    public T Any<T>(IReadOnlyList<T> all) => all[Next(0, all.Count)];
}
