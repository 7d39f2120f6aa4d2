using Workflow.Postgres.Secrets;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Cases;

/// <summary>
/// Lets in who holds a receipt (收件凭证): number and code. A wrong code, a number that nobody has and an erased case answer
/// alike; who guesses waits.
/// </summary>
internal sealed class ReceiptDoor(ReceiptCodes codes, TimeProvider time)
{
    /// <summary>Wrong codes from one address within a minute. A code has fifty bits, so guessing one takes longer than anybody lives.</summary>
    public const int FailuresPerMinute = 20;

    private readonly FailureLimit limit = new(FailuresPerMinute, time);

    /// <returns>the case's id, or the refusal</returns>
    public async Task<(string? CaseId, Problem? Problem)> OpenAsync(HttpContext http, string caseNumber, string code)
    {
        var address = http.Connection.RemoteIpAddress;
        if (!limit.MayTry(address)) return (null, new Problem(StatusCodes.Status429TooManyRequests, "too-many-attempts") { RetryAfterSeconds = 60 });
        if (await codes.FindAsync(caseNumber, code, http.RequestAborted) is { } caseId) return (caseId, null);
        limit.Failed(address);
        return (null, Problem.NotFound("progress-not-found"));
    }
}
