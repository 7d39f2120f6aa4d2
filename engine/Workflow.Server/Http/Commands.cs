using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Workflow.Contracts;
using Workflow.Core.Runtime;
using Workflow.Server.Identity;

namespace Workflow.Server.Http;

/// <summary>The way of every command: Idempotency-Key, envelope, node, answer. A second arrival answers as the first did.</summary>
public static class Commands
{
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Set on the answer to a command that had been accepted before; status and body are those of the first.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    public const int KeyLengthMax = 128;

    /// <summary>Rejections are conflicts with the state (409) unless they stand here.</summary>
    private static readonly FrozenDictionary<string, int> StatusOf = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["not-your-task"] = StatusCodes.Status403Forbidden,
        ["not-your-case"] = StatusCodes.Status403Forbidden,
        ["belongs-to-other-region"] = StatusCodes.Status403Forbidden,
        ["not-your-clock"] = StatusCodes.Status403Forbidden,
        ["not-your-card"] = StatusCodes.Status403Forbidden,
        ["no-mandate"] = StatusCodes.Status403Forbidden,
        ["promise-required"] = StatusCodes.Status422UnprocessableEntity,
        ["material-not-needed"] = StatusCodes.Status422UnprocessableEntity,
        ["material-not-promised"] = StatusCodes.Status422UnprocessableEntity,
        ["supplement-not-in-full"] = StatusCodes.Status422UnprocessableEntity,
        ["deficiency-limit"] = StatusCodes.Status422UnprocessableEntity,
        ["mandate-period"] = StatusCodes.Status422UnprocessableEntity,
        ["mandate-self"] = StatusCodes.Status422UnprocessableEntity,
        ["agent-not-found"] = StatusCodes.Status422UnprocessableEntity,
        ["item-not-applied-for"] = StatusCodes.Status422UnprocessableEntity,
        ["reason-required"] = StatusCodes.Status422UnprocessableEntity,
        ["conditions-required"] = StatusCodes.Status422UnprocessableEntity,
        ["basis-required"] = StatusCodes.Status422UnprocessableEntity,
        ["missing-materials-required"] = StatusCodes.Status422UnprocessableEntity,
        ["material-unknown"] = StatusCodes.Status422UnprocessableEntity,
        ["material-not-asked"] = StatusCodes.Status422UnprocessableEntity,
        ["supplement-incomplete"] = StatusCodes.Status422UnprocessableEntity,
        ["nothing-applies"] = StatusCodes.Status422UnprocessableEntity,
        ["result-item-unknown"] = StatusCodes.Status422UnprocessableEntity,
        ["denied-has-no-results"] = StatusCodes.Status422UnprocessableEntity,
        ["test-clock-range"] = StatusCodes.Status422UnprocessableEntity,
        ["definition-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["joint-item-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["card-rules-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["template-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["calendar-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["answers-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["absence-period"] = StatusCodes.Status422UnprocessableEntity,
        ["substitute-self"] = StatusCodes.Status422UnprocessableEntity,
        ["substitute-elsewhere"] = StatusCodes.Status422UnprocessableEntity,
        ["not-an-officer-there"] = StatusCodes.Status422UnprocessableEntity,
        ["opinion-advisory-only"] = StatusCodes.Status422UnprocessableEntity,
        ["opinion-lead-binding"] = StatusCodes.Status422UnprocessableEntity,
        ["condition-days-range"] = StatusCodes.Status422UnprocessableEntity,
        ["weight-range"] = StatusCodes.Status422UnprocessableEntity,
        ["obligation-not-found"] = StatusCodes.Status404NotFound,
        ["not-your-obligation"] = StatusCodes.Status403Forbidden,
        ["material-expired"] = StatusCodes.Status422UnprocessableEntity,
        ["material-grade"] = StatusCodes.Status422UnprocessableEntity,
        ["consent-required"] = StatusCodes.Status422UnprocessableEntity,
        ["pre-check-failed"] = StatusCodes.Status422UnprocessableEntity,
        ["results-unexpected"] = StatusCodes.Status422UnprocessableEntity,
        ["rules-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["terms-invalid"] = StatusCodes.Status422UnprocessableEntity,
        ["window-only"] = StatusCodes.Status403Forbidden,
        ["authority-required"] = StatusCodes.Status422UnprocessableEntity,
        ["extension-unit"] = StatusCodes.Status422UnprocessableEntity,
        ["extension-range"] = StatusCodes.Status422UnprocessableEntity,
        ["due-date-range"] = StatusCodes.Status422UnprocessableEntity,
        ["due-date-not-working"] = StatusCodes.Status422UnprocessableEntity,
        ["told-required"] = StatusCodes.Status422UnprocessableEntity,
        ["special-type-unknown"] = StatusCodes.Status422UnprocessableEntity,
        ["special-limit-range"] = StatusCodes.Status422UnprocessableEntity,
        ["special-result-required"] = StatusCodes.Status422UnprocessableEntity,
        ["material-missing"] = StatusCodes.Status422UnprocessableEntity,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The identity of the command in this request: the account, "http", and its Idempotency-Key.</summary>
    public static (CommandId Id, Problem? Problem) IdOf(HttpContext http)
    {
        var values = http.Request.Headers[KeyHeader];
        var key = values.Count == 1 ? values[0] : null;
        if (key is null || key.Length is 0 or > KeyLengthMax || key.Any(c => c is <= ' ' or > '~'))
            return (default, new Problem(StatusCodes.Status400BadRequest, "idempotency-key-required"));
        return (new CommandId(Principal.Of(http).Account, "http", key), null);
    }

    /// <summary>
    /// An id for what this command makes, 32 hex digits: the same for the same Idempotency-Key, so that a command sent
    /// again names the same stream.
    /// </summary>
    public static string NewIdFor(CommandId id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{id.Principal}\n{id.Source}\n{id.Id}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    /// <summary>Submits and answers with <paramref name="status"/> and <see cref="CommandAccepted"/>.</summary>
    public static Task<IResult> SubmitAsync(HttpContext http, Command command, int status = StatusCodes.Status200OK) =>
        SubmitAsync(http, command, accepted => new(Results.Json(new CommandAccepted(accepted.StreamId, accepted.Version, accepted.Position), Json.Options, statusCode: status)));

    /// <summary>
    /// Submits and answers with what <paramref name="answer"/> makes of the acceptance. It must depend on nothing that a
    /// later command changes: a repeated command is answered by it too.
    /// </summary>
    public static async Task<IResult> SubmitAsync(HttpContext http, Command command, Func<Answer.Accepted, ValueTask<IResult>> answer)
    {
        var (id, missing) = IdOf(http);
        return missing ?? await SubmitAsync(http, id, RawBody.HashOf(http), command, answer);
    }

    /// <summary>As above for a request whose body holds a password: a fast hash of that must be kept nowhere.</summary>
    public static async Task<IResult> SubmitSecretAsync(HttpContext http, CommandId id, Command command, Func<Answer.Accepted, ValueTask<IResult>> answer) =>
        await SubmitAsync(http, id, RawBody.HashOf(http, withBody: false), command, answer);

    /// <summary>As above for a sender that no account stands for; <paramref name="id"/> names what does.</summary>
    public static async Task<IResult> SubmitAsync(HttpContext http, CommandId id, Command command, Func<Answer.Accepted, ValueTask<IResult>> answer) =>
        await SubmitAsync(http, id, RawBody.HashOf(http), command, answer);

    private static async Task<IResult> SubmitAsync(
        HttpContext http, CommandId id, byte[] bodyHash, Command command, Func<Answer.Accepted, ValueTask<IResult>> answer)
    {
        var submit = http.RequestServices.GetRequiredService<Submit>();
        var envelope = new Envelope(id, command, bodyHash, Correlation: Activity.Current?.TraceId.ToString(), Size: RawBody.SizeOf(http));
        var result = await submit(envelope, http.RequestAborted);
        if (result is not Answer.Accepted accepted) return ProblemOf(result);
        if (accepted.Repeated) http.Response.Headers[ReplayedHeader] = "true";
        return await answer(accepted);
    }

    /// <summary>The refusal that an answer stands for, on whichever way the command came.</summary>
    public static Problem ProblemOf(Answer answer) => answer switch
    {
        Answer.Rejected { Why: var why } => Refusal(why),
        Answer.IdReused => new Problem(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused"),
        Answer.Failed { Code: FailureCodes.Busy } => Problem.Busy(1),
        Answer.Failed { Code: FailureCodes.Unavailable or FailureCodes.Contended } => new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 },
        // Written by a newer node during an upgrade: a node of that version answers.
        Answer.Failed { Code: FailureCodes.StreamUnreadable } => new Problem(StatusCodes.Status503ServiceUnavailable, "unavailable") { RetryAfterSeconds = 1 },
        Answer.Failed { Code: FailureCodes.RefusedByDatabase } => new Problem(StatusCodes.Status422UnprocessableEntity, "refused-by-database"),
        _ => new Problem(StatusCodes.Status500InternalServerError, "internal-error"),
    };

    /// <summary>A rejection as an answer; details named like fields ("$.…") are listed as errors.</summary>
    public static Problem Refusal(Outcome.Rejection why)
    {
        var status = StatusOf.TryGetValue(why.Code, out var known) ? known
            : why.Code.EndsWith("-not-found", StringComparison.Ordinal) ? StatusCodes.Status404NotFound
            : StatusCodes.Status409Conflict;
        return new Problem(status, why.Code, why.Details);
    }
}

/// <summary>Hands a command to this process's node; answered after the commit.</summary>
public delegate Task<Answer> Submit(Envelope envelope, CancellationToken cancelled);
