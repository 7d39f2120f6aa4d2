using Workflow.Contracts.Cases;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Runtime;
using Workflow.Server.Cases;
using Workflow.Server.Http;
using Workflow.Server.Identity;

namespace Workflow.Server.Papers;

/// <summary>投诉: the applicant complains of a case; the complaint is a case of its own, linked both ways.</summary>
internal static class ComplaintRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id}/complaints", ListAsync).ForSignedIn().WithSummary("投诉: complaints of a case with their answers, and what a complaint is about").Produces<ComplaintsAnswer>();
        api.MapPost("/cases/{id}/complaints", FileAsync).For(Role.Applicant).WithSummary("投诉: the applicant complains; opens a case linked to this one").Produces<ComplaintFiledAnswer>();
        // The code in the body is the right to it.
        api.MapPost("/progress/complaints", FileByReceiptAsync).ForAnyone().WithMetadata(new NoCsrf()).WithTags("Progress").WithSummary("投诉 with the receipt").Produces<ComplaintFiledAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string id, Principal who, CaseReader cases, Complaints complaints)
    {
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        var book = found.State.Papers;
        var mayRead = found.Access.IsApplicant || found.Access.IsSupervisor || found.Access.IsAuditor;
        var mayComplain = found.Access.IsApplicant && book.About is null && book.OpenComplaint is null && !found.State.PersonalAnswers.IsErased
            && await complaints.OfferedAsync(found.State.Region, http.RequestAborted) is not null;
        var about = book.About is { } link
            ? new ComplaintLink(await cases.FindAsync(link.Case, who, http.RequestAborted) is { Access.MaySee: true } ? link.Case : null, link.CaseNumber) : null;
        return Results.Json(new ComplaintsAnswer(mayComplain, about, mayRead ? [.. book.Complaints.Select(c => new ComplaintAnswer(
            c.Id, c.Case, found.Access.IsAuditor && !found.Access.IsSupervisor ? null : c.Text.Value, c.At, c.Answered?.ComplaintNumber,
            c.Answered is { } a ? Words.Of(a.End) : null, c.Answered?.Answer.Value, c.Answered?.At))] : []), Json.Options);
    }

    private static async Task<IResult> FileAsync(HttpContext http, string id, Body<ComplaintRequest> body, Principal who, CaseReader cases, Complaints complaints)
    {
        var (commandId, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var (found, problem) = await cases.ReadAsync(id, who, http.RequestAborted);
        if (found is null) return problem!;
        return await SubmitAsync(http, commandId, found, body.Value.Text, byReceipt: false, who.As(Role.Applicant, found.State.Region), complaints);
    }

    private static async Task<IResult> FileByReceiptAsync(HttpContext http, Body<ReceiptComplaintRequest> body, ReceiptDoor door, CaseReader cases, Complaints complaints)
    {
        var (commandId, missing) = Commands.IdOf(http);
        if (missing is not null) return missing;
        var (caseId, problem) = await door.OpenAsync(http, body.Value.CaseNumber, body.Value.Code);
        if (caseId is null) return problem!;
        if (await cases.FindAsync(caseId, Principal.Nobody, http.RequestAborted) is not { } found) return Problem.NotFound("progress-not-found");
        var by = new Actor(ActorKind.Person, "receipt", Role.Applicant, Region: found.State.Region);
        return await SubmitAsync(http, commandId with { Principal = "receipt/" + caseId }, found, body.Value.Text, byReceipt: true, by, complaints);
    }

    private static async Task<IResult> SubmitAsync(HttpContext http, CommandId id, LoadedCase of, string text, bool byReceipt, Actor by, Complaints complaints)
    {
        var complaintCase = CaseReader.IdOf(id with { Source = "complaint" });
        // Sent again, the complaint is there already, whatever is offered by now.
        var isKnown = of.State.Papers.Complaints.Any(c => c.Case == complaintCase);
        if (!isKnown && of.State.Papers.About is null && await complaints.OfferedAsync(of.State.Region, http.RequestAborted) is null)
            return new Problem(StatusCodes.Status409Conflict, "complaints-not-offered");
        return await Commands.SubmitAsync(http, id, new Complain(complaintCase, text, byReceipt) { CaseId = of.Id, By = by }, async accepted =>
        {
            // The worker would open it too; here so that the link leads somewhere at once.
            if (accepted.Events.OfType<ComplaintFiled>().FirstOrDefault() is { } filed) await complaints.OpenAsync(of.Id, filed.Id, CancellationToken.None);
            return Results.Json(new ComplaintFiledAnswer(accepted.StreamId, accepted.Version, accepted.Position, complaintCase), Json.Options);
        });
    }
}
