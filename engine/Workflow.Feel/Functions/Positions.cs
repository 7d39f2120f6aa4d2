namespace Workflow.Feel.Functions;

/// <summary>Positions as FEEL counts them: from 1, or from −1 backwards from the end. Places after the point are cut off.</summary>
internal static class Positions
{
    /// <summary>Cut to a whole number; numbers too large for anything that can be counted become the largest.</summary>
    public static long Whole(Value value)
    {
        var number = ((Value.Number)value).Is;
        var whole = number.Sign < 0 ? number.Ceiling() : number.Floor();
        return whole.TryToInt64(out var count) ? count : whole.Sign < 0 ? long.MinValue + 1 : long.MaxValue;
    }

    /// <summary>The index from 0 that a position means among so many items; false when there is none.</summary>
    public static bool TryIndex(Value position, long length, out int index)
    {
        var whole = Whole(position);
        index = 0;
        if (whole == 0 || whole > length || whole < -length) return false;
        index = (int)(whole > 0 ? whole - 1 : length + whole);
        return true;
    }
}
