namespace Workflow.Contracts.Messages;

/// <summary>One kind of message in one version.</summary>
/// <param name="Type">the CloudEvent's type, "dev.onego." and <see cref="Name"/></param>
/// <param name="Data">the record that its data is</param>
public sealed record MessageType(string Type, Type Data, Text Summary)
{
    /// <summary>"case.accepted.v1": names its schema.</summary>
    public string Name => Type[MessageTypes.Prefix.Length..];

    /// <summary>The CloudEvent's dataschema. The document itself is served at /contracts/schemas/{name}.json.</summary>
    public string Schema => MessageTypes.SchemaPrefix + Name;

    /// <summary>The type without its version: "dev.onego.case.accepted".</summary>
    public string Kind => MessageTypes.Split(Type).Kind;
}

/// <summary>
/// All messages that there are: what happens is told in events (past tense), what is asked comes in commands (imperative).
/// </summary>
public static class MessageTypes
{
    public const string Prefix = "dev.onego.";
    public const string SchemaPrefix = "urn:onego:contracts:";

    /// <summary>Source of every event that we send.</summary>
    public const string Source = "/cases";

    public static IReadOnlyList<MessageType> Events { get; } =
    [
        Of<CaseFiled>("case.filed.v1", "收件", "An application was filed"),
        Of<CaseAccepted>("case.accepted.v1", "受理", "The case was accepted"),
        Of<CaseDeclined>("case.declined.v1", "不予受理", "The case was declined"),
        Of<SupplementRequested>("supplement.requested.v1", "补正告知", "The applicant was told what is missing"),
        Of<SupplementReceived>("supplement.received.v1", "收到补正材料", "The applicant handed in what was missing"),
        Of<TaskOpened>("task.opened.v1", "待办开始", "A department has work to do"),
        Of<TaskClosed>("task.closed.v1", "待办结束", "A department's work ended"),
        Of<OpinionGiven>("opinion.given.v1", "部门出具意见", "A department gave its opinion"),
        Of<CaseDecided>("case.decided.v1", "决定", "The lead department decided"),
        Of<CaseConcluded>("case.concluded.v1", "办结", "Work ended, results were issued"),
        Of<CaseDelivered>("case.delivered.v1", "送达", "The result was handed over"),
        Of<CaseWithdrawn>("case.withdrawn.v1", "撤回", "The applicant withdrew"),
        Of<CaseRated>("case.rated.v1", "好差评", "The applicant rated the case"),
        Of<CardShown>("card.shown.v1", "亮牌", "A yellow or red card was shown"),
        Of<ClockStopped>("clock.stopped.v1", "计时停止", "A legal clock stands still"),
        Of<ClockResumed>("clock.resumed.v1", "计时恢复", "A legal clock runs on"),
        Of<IncidentRaised>("incident.raised.v1", "异常发生", "An automated step needs a person"),
        Of<IncidentResolved>("incident.resolved.v1", "异常处理", "A failed step is tried again"),
        Of<MessageThrown>("message.thrown.v1", "办件发出消息", "The case sent a message"),
        Of<SignalThrown>("signal.thrown.v1", "办件发出信号", "The case sent a signal"),
    ];

    public static IReadOnlyList<MessageType> Commands { get; } =
    [
        Of<AcceptCase>("case.accept.v1", "受理", "Accept the case"),
        Of<DeclineCase>("case.decline.v1", "不予受理", "Decline the case"),
        Of<RequestSupplement>("supplement.request.v1", "补正告知", "Tell once, in full, what is missing"),
        Of<ClaimTask>("task.claim.v1", "认领待办", "Take a task on"),
        Of<CompleteTask>("task.complete.v1", "完成待办", "A task of kind work is done"),
        Of<GiveOpinion>("opinion.give.v1", "出具意见", "Give the department's opinion"),
        Of<DecideCase>("case.decide.v1", "决定", "Decide for the lead department"),
        Of<ConcludeCase>("case.conclude.v1", "办结", "End the work and issue results"),
        Of<DeliverCase>("case.deliver.v1", "送达", "Hand the result over"),
        Of<CompleteJob>("job.complete.v1", "完成自动步骤", "A job is done"),
        Of<FailJob>("job.fail.v1", "自动步骤失败", "A try of a job failed"),
        Of<JobError>("job.error.v1", "自动步骤业务错误", "A job came to a business error"),
        Of<CorrelateMessage>("message.correlate.v1", "发送消息", "A message to the case that waits for its name and key"),
        Of<BroadcastSignal>("signal.broadcast.v1", "广播信号", "A signal to every case that waits for it"),
    ];

    /// <summary>"dev.onego.case.accepted.v1" into "dev.onego.case.accepted" and 1; version 0 when it names none.</summary>
    public static (string Kind, int Version) Split(string type)
    {
        var at = type.LastIndexOf(".v", StringComparison.Ordinal);
        return at > 0 && int.TryParse(type.AsSpan(at + 2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version)
            ? (type[..at], version) : (type, 0);
    }

    private static MessageType Of<T>(string name, string zh, string en) => new(Prefix + name, typeof(T), new Text(zh, en));
}
