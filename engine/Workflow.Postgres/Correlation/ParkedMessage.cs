namespace Workflow.Postgres.Correlation;

/// <summary>A message as it comes in, before anybody knows who waits for it.</summary>
/// <param name="Principal">with <paramref name="Source"/> and <paramref name="MessageId"/> the id of the command that delivers it</param>
/// <param name="Way">"http", "rabbitmq", or "case" for one that a case threw</param>
/// <param name="Region">where the sender is at home; those who oversee that region see it parked</param>
/// <param name="Sealed">key and payload, sealed</param>
/// <param name="CaseId">the only case that may have it; null for any</param>
/// <param name="ThrownBy">the case that threw it; null for an account's</param>
public sealed record NewMessage(
    string Principal, string Source, string MessageId, byte[] BodyHash, string Way, string Region, string Name, byte[] Address, string Sealed,
    string? CaseId, string? ThrownBy, DateTimeOffset ExpiresAt);

/// <summary>A message that has not been delivered yet.</summary>
/// <param name="DueAt">until when whoever looks at it now has it; null while it sleeps</param>
/// <param name="State">"waiting", "expired" or "discarded"</param>
/// <param name="LastCode">why it could not be delivered the last time; null when nobody waited</param>
public sealed record ParkedMessage(
    long Id, NewMessage Message, DateTimeOffset ReceivedAt, DateTimeOffset? DueAt, int Tries, string? LastCode, string State, string? SettledBy, DateTimeOffset? SettledAt, string? Reason);

/// <summary>What stands of a message that came in.</summary>
public abstract record Standing
{
    private Standing() { }

    /// <summary>It came for the first time: the caller has it for a while.</summary>
    public sealed record Taken(ParkedMessage Message) : Standing;

    /// <summary>It came before and has not been delivered.</summary>
    public sealed record Known(ParkedMessage Message) : Standing;

    /// <summary>It came before and was delivered.</summary>
    public sealed record Delivered(string CaseId, long Version, long Position) : Standing;

    /// <summary>Its id was used with other content.</summary>
    public sealed record Reused : Standing;
}

/// <summary>How many messages of a name are parked.</summary>
public sealed record ParkedName(string Name, long Count, DateTimeOffset Oldest, DateTimeOffset SoonestExpiry);
