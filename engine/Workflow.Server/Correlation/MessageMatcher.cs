using Workflow.Core.Cases.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Correlation;
using Workflow.Server.Http;

namespace Workflow.Server.Correlation;

/// <summary>What a try to deliver a message came to.</summary>
internal abstract record Match
{
    private Match() { }

    public sealed record Delivered(string CaseId, long Version, long Position) : Match;

    /// <summary>Nobody whom the sender may reach waits for it.</summary>
    public sealed record NobodyWaits : Match;

    /// <summary>Somebody waits and could not take it now.</summary>
    /// <param name="MayPass">the database is away or too busy: trying again is all it takes</param>
    public sealed record Failed(string Code, bool MayPass) : Match;
}

/// <summary>
/// Brings a message to the case that has waited longest for its name and key. All tries go out under the message's own id, so the
/// log itself sees to it that one case has it, once: a second try is answered with what the first did.
/// </summary>
internal sealed class MessageMatcher(CaseWaits waits, Senders senders, MessageSeal seal, Submit submit)
{
    public const string SealLost = "message-seal-lost";

    public async Task<Match> TryAsync(ParkedMessage parked, CommandPriority priority, CancellationToken ct)
    {
        var message = parked.Message;
        if (seal.Open(message.Sealed) is not { } content) return new Match.Failed(SealLost, MayPass: false);
        var sender = await senders.OfAsync(message.Principal, message.ThrownBy is not null, message.Region, ct);
        for (var after = -1L; ;)
        {
            var waiting = await waits.AtAsync(message.Address, message.CaseId, sender.Reach, after, ct);
            foreach (var one in waiting)
            {
                after = one.Position;
                if (!await senders.MaySendAsync(sender, one.StreamId, ct)) continue;
                var command = new ReceiveMessage(message.Name, content.Key, content.Payload) { By = sender.ActorIn(one.Region), CaseId = one.StreamId };
                var answer = await submit(
                    new Envelope(new CommandId(message.Principal, message.Source, message.MessageId), command, message.BodyHash, priority, Size: message.Sealed.Length), ct);
                switch (answer)
                {
                    case Answer.Accepted accepted: return new Match.Delivered(accepted.StreamId, accepted.Version, accepted.Position);
                    // It waits no more: the next in line.
                    case Answer.Rejected: continue;
                    case Answer.IdReused: return new Match.Failed("message-id-reused", MayPass: false);
                    case Answer.Failed failed:
                        return new Match.Failed(failed.Code, failed.Code is FailureCodes.Busy or FailureCodes.Unavailable or FailureCodes.Contended);
                }
            }
            if (waiting.Count < CaseWaits.CandidatesMax) return new Match.NobodyWaits();
        }
    }
}
