using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Cases.Messages;
using Workflow.Core.Runtime;
using Workflow.Postgres.Correlation;
using Workflow.Server.Http;

namespace Workflow.Server.Correlation;

/// <summary>
/// Tells a signal to every case that waited for it when it was thrown, a slice of at most 500 at a time. Each case is told under an
/// id of its own, so a slice that a crash interrupted is told again and nobody hears it twice.
/// </summary>
internal sealed class SignalTeller(CaseWaits waits, SignalBroadcasts signals, Senders senders, MessageSeal seal, CorrelationLetters letters, Submit submit)
{
    /// <summary>Cases told at once; their commands share commits.</summary>
    private const int AtOnce = 50;

    /// <summary>The next slice; false when it has to be told again later.</summary>
    public async Task<bool> TellAsync(SignalBroadcast signal, CancellationToken ct)
    {
        var sender = await senders.OfAsync(signal.Principal, signal.ThrownBy is not null, signal.Region, ct);
        var slice = await waits.SliceAsync(signal, sender.Reach, ct);
        var content = seal.Open(signal.Sealed);
        var now = signal;
        foreach (var some in slice.Chunk(AtOnce))
        {
            var answers = await Task.WhenAll(some.Select(one => TellAsync(signal, content, sender, one, ct)));
            if (answers.Any(a => a is Answer.Failed { Code: FailureCodes.Busy or FailureCodes.Unavailable or FailureCodes.Contended })) return false;
            for (var i = 0; i < some.Length; i++)
                if (answers[i] is Answer.Failed failed) await letters.KeepAsync(signal, some[i].StreamId, content, failed.Code, ct);
            now = now with
            {
                AfterId = some[^1].StreamId,
                Reached = now.Reached + answers.Count(a => a is Answer.Accepted),
                PassedBy = now.PassedBy + answers.Count(a => a is Answer.Rejected),
                Failed = now.Failed + answers.Count(a => a is Answer.Failed or Answer.IdReused),
            };
        }
        await signals.SaveAsync(signal, now, ended: slice.Count < CaseWaits.SliceMax, ct);
        return true;
    }

    private async Task<Answer> TellAsync(SignalBroadcast signal, MessageContent? content, Sender sender, SignalledCase one, CancellationToken ct)
    {
        if (content is null) return new Answer.Failed(MessageMatcher.SealLost, "sealed by a key that is gone");
        if (!await senders.MaySendAsync(sender, one.StreamId, ct)) return new Answer.Rejected(new Outcome.Rejection("signal-not-awaited"));
        var id = string.Create(CultureInfo.InvariantCulture, $"{signal.Id}/{one.StreamId}");
        var command = new ReceiveSignal(signal.Name, content.Payload, [.. one.Subscriptions]) { By = sender.ActorIn(one.Region), CaseId = one.StreamId };
        return await submit(
            new Envelope(new CommandId("system", "signal", id), command, SHA256.HashData(Encoding.UTF8.GetBytes(id)), CommandPriority.System, Size: signal.Sealed.Length), ct);
    }
}
