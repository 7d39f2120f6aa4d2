namespace Workflow.Server.Operations;

/// <summary>How many requests of one sort may be under way.</summary>
/// <param name="Always">so many are let in whatever the rate: enough to fill a commit, and to find out how fast it goes now</param>
/// <param name="Wait">beyond that, a request is let in while those under way are expected to be done within this time</param>
/// <param name="Bytes">of all bodies under way together</param>
public sealed record AdmissionLimits(int Always, TimeSpan Wait, long Bytes = 256L << 20)
{
    public static readonly AdmissionLimits Commands = new(256, TimeSpan.FromSeconds(1));

    public static readonly AdmissionLimits Reads = new(128, TimeSpan.FromSeconds(1));

    /// <summary>A password costs a tenth of a second of a processor, so few are checked at once.</summary>
    public static readonly AdmissionLimits SignIns = new(64, TimeSpan.FromSeconds(5));
}

/// <summary>
/// Requests of one sort under way, from before anything of them is read until they are answered. By Little's law whoever comes now
/// waits for (requests under way) ÷ (requests answered a second, lately); a request that would wait too long is refused at once, at
/// the cost of a comparison, instead of slowing down those that were let in.
/// </summary>
public sealed class AdmissionLine(string name, AdmissionLimits limits, TimeProvider time)
{
    private const int Slots = 8;
    private const int RetryAfterMax = 30;

    /// <summary>Told to who is refused while nothing at all is answered.</summary>
    private const int RetryAfterUnknown = 5;

    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly int[] answered = new int[Slots];
    private readonly long startedAt = time.GetTimestamp();
    private long slotNumber;
    private int underWay, recently;
    private double window = Slots * Slot.TotalSeconds;
    private long bytesUnderWay, refused;

    public string Name => name;

    public int UnderWay { get { lock (gate) return underWay; } }

    public long Refused { get { lock (gate) return refused; } }

    /// <summary>Requests answered a second, over the last two seconds.</summary>
    public double PerSecond
    {
        get
        {
            lock (gate)
            {
                Turn();
                return Rate();
            }
        }
    }

    /// <summary>Lets a request in (null; then <see cref="Leave"/> must follow), or says after how many seconds it should come again.</summary>
    /// <param name="bytes">length of its body, or what it may be at most</param>
    public int? TryEnter(long bytes)
    {
        lock (gate)
        {
            if (RefusedFor(bytes) is { } seconds) return seconds;
            underWay++;
            bytesUnderWay += bytes;
            return null;
        }
    }

    /// <summary>As above for who does not enter yet: null means that it would be let in now.</summary>
    public int? TryRefuse(long bytes)
    {
        lock (gate) return RefusedFor(bytes);
    }

    private int? RefusedFor(long bytes)
    {
        if (!IsFull(bytes, out var wait)) return null;
        refused++;
        return wait == TimeSpan.MaxValue ? RetryAfterUnknown : Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, RetryAfterMax);
    }

    public void Leave(long bytes)
    {
        lock (gate)
        {
            Turn();
            underWay--;
            bytesUnderWay -= bytes;
            answered[slotNumber % Slots]++;
            recently++;
        }
    }

    private bool IsFull(long bytes, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (bytesUnderWay > 0 && bytesUnderWay + bytes > limits.Bytes) return true;
        if (underWay < limits.Always) return false;
        Turn();
        wait = recently == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(underWay / Rate());
        return wait > limits.Wait;
    }

    private double Rate() => recently / window;

    // Forgets what was answered longer ago than the slots reach.
    private void Turn()
    {
        var exact = time.GetElapsedTime(startedAt) / Slot;
        var now = (long)exact;
        window = (Slots - 1 + exact - now) * Slot.TotalSeconds;
        for (var passed = Math.Min(now - slotNumber, Slots); passed > 0; passed--)
        {
            slotNumber++;
            recently -= answered[slotNumber % Slots];
            answered[slotNumber % Slots] = 0;
        }
        slotNumber = Math.Max(slotNumber, now);
    }
}
