
namespace Workflow.Core.Tests.Simulation;

/// <summary>Runs of plans; a failing one is made smaller before it is told.</summary>
internal static class Runs
{
    private const int MostTriesToShrink = 400;

    /// <summary>The world after the run.</summary>
    /// <exception cref="Exception">a promise was not kept, or something broke</exception>
    public static World Play(Plan plan, bool keepsTrace = false)
    {
        var world = new World(plan, keepsTrace);
        Play(world);
        return world;
    }

    private static void Play(World world)
    {
        world.Run();
        if (!world.IsOver) throw World.Break($"nothing is left to do, and not all is done: {world.Promises.StillOpen()}");
        new Verdict(world).Check();
    }

    /// <summary>What a plan breaks; null when it keeps every promise.</summary>
    public static string? Breaks(Plan plan)
    {
        try
        {
            Play(plan);
            return null;
        }
        catch (BrokenPromiseException broken)
        {
            return broken.Message;
        }
        catch (Exception bug)
        {
            return bug.ToString();
        }
    }

    /// <summary>The smallest plan found that still fails, with its trace: what a person reads.</summary>
    public static string Tell(Plan failing)
    {
        var (smallest, tries) = (failing, 0);
        while (tries < MostTriesToShrink && smallest.Smaller().FirstOrDefault(p => tries++ < MostTriesToShrink && Breaks(p) is not null) is { } smaller) smallest = smaller;
        var world = new World(smallest, keepsTrace: true);
        string broken = "";
        try { Play(world); }
        catch (Exception e) { broken = e is BrokenPromiseException ? e.Message : e.ToString(); }
        string[] lines = world.Trace.Split('\n');
        return $"""
            seed {failing.Seed} breaks: {Breaks(failing)}
            replay: ONEGO_SEED={failing.Seed} and the test A_seed_given_by_hand
            smallest found: {smallest}
            which breaks after {world.Step} steps: {broken}
            its last steps of {lines.Length}:
            {string.Join('\n', lines.TakeLast(150))}
            """;
    }
}
