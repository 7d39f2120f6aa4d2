using System.Text.Json;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Tasks;

namespace Workflow.Faults.Rounds;

/// <summary>
/// Plays cases while faults happen: files, accepts, gives opinions from three departments at once, sends back, withdraws,
/// decides, delivers; leaves some lying, and puts its hand in where others work. What to do next it reads from the case.
/// </summary>
internal sealed class Worker(Caller caller, Records records, Tally tally, int round)
{
    private const int StepsMax = 60;
    private const int ReadsWithoutTasksMax = 20;

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            int plan = caller.Below(100);
            if (plan < 15 && Pick() is { } others) await PlayAsync(others, steps: 3, enough);
            else if (plan < 28) await KeepSilentAsync();
            else await StoryAsync(plan, enough);
        }
    }

    private async Task StoryAsync(int plan, CancellationToken enough)
    {
        if (await FileAsync(null) is not { } caseId) return;
        if (plan < 40)
        {
            if (plan % 2 == 0) await PlayAsync(caseId, steps: 2, enough);
            var withdrawn = await caller.CommandAsync(Catalogue.Window, "withdraw", $"/api/cases/{caseId}/withdraw", new WithdrawRequest("改换经营地址"), caseId);
            if (withdrawn.Fate == Fate.Acknowledged) End(caseId);
            return;
        }

        await PlayAsync(caseId, plan < 48 ? caller.Below(6) : StepsMax, enough);
    }

    /// <summary>A case whose intake falls silent in a moment; nobody touches it.</summary>
    private async Task KeepSilentAsync()
    {
        if (await FileAsync(DateTimeOffset.UtcNow.AddDays(-30)) is not { } caseId || await caller.ReadAsync(caseId) is not { } read) return;
        records.Open.TryRemove(caseId, out _);
        if (read.Clocks.FirstOrDefault(c => c.Clock == "intake")?.DueAt is not { } due) return;
        var moved = await caller.CommandAsync(Catalogue.Supervisor, "clock", $"/api/cases/{caseId}/test-clock", new MoveTestClockRequest(To: due.AddSeconds(-1)), caseId);
        if (moved.Fate != Fate.Acknowledged) return;
        records.Silent[caseId] = new Silence(caseId, DateTimeOffset.UtcNow.AddSeconds(1));
        tally.Count("silences");
    }

    private async Task<string?> FileAsync(DateTimeOffset? startsAt)
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["storeName"] = JsonSerializer.SerializeToElement("小面馆"), ["phone"] = JsonSerializer.SerializeToElement("13800000000"),
        };
        var filed = await caller.CommandAsync(Catalogue.Window, "file", "/api/applications", new FileApplicationRequest(
            Catalogue.JointItem, Catalogue.District, "window", new ApplicantRequest("person", "张三", Catalogue.ResidentId, "138 0000 0000"),
            answers, TestClock: startsAt is null ? null : new TestClockRequest(startsAt)));
        if (filed.Fate != Fate.Acknowledged) return null;
        tally.Count("cases");
        records.Open[filed.CaseId!] = round;
        return filed.CaseId;
    }

    /// <summary>Does what is open, step by step, until the case has ended, the steps are used up, or it is enough.</summary>
    /// <returns>whether it has ended</returns>
    public async Task<bool> PlayAsync(string caseId, int steps, CancellationToken enough)
    {
        int idle = 0;
        for (int step = 0; step < steps && !enough.IsCancellationRequested; step++)
        {
            if (await caller.ReadAsync(caseId) is not { } read) return false;
            var open = read.Tasks.Where(t => t.State is "open" or "claimed" && t.WaitsFor is null or { Count: 0 }).ToList();
            if (open.Count == 0)
            {
                if (IsEnded(read))
                {
                    End(caseId);
                    return true;
                }

                // What an acknowledged command leads to is there with it, so this cannot be a matter of waiting; but others may be at work.
                if (++idle < ReadsWithoutTasksMax) continue;
                tally.Complain($"{caseId} has status {read.Status} and nothing to do");
                return false;
            }

            await Task.WhenAll(open.Select(task => ActAsync(read, task)));
        }

        return false;
    }

    private async Task ActAsync(CaseAnswer of, CaseTaskAnswer task)
    {
        string officer = Catalogue.OfficerOf(task.Department), about = $"/api/cases/{of.CaseId}", on = $"{about}/tasks/{task.TaskId}";
        Sent? done = await (task.Kind switch
        {
            "intake" => SendAsync("accept", $"{about}/accept", new AcceptRequest(task.TaskId)),
            "work" => SendAsync("complete", $"{on}/complete", new CompleteTaskRequest()),
            "decide" => SendAsync("decide", $"{about}/decide", new DecideRequest(task.TaskId, "grant")),
            "conclude" => SendAsync("conclude", $"{about}/conclude", new ConcludeRequest(task.TaskId, [.. Catalogue.Departments.Select(d => new ResultRequest(d, "办理结果", $"{of.CaseNumber}-{d}"))])),
            "deliver" => SendAsync("deliver", $"{about}/deliver", new DeliverRequest(task.TaskId, "window", "申请人签收")),
            _ => ReviewAsync(),
        });
        // A review that sent its case back may stay, and wait.
        if (done is { Fate: Fate.Acknowledged, Step: not "send-back" } && caller.Below(6) == 0) await caller.LookIntoInboxAsync(officer, of.CaseNumber, task.TaskId);

        async Task<Sent?> SendAsync(string step, string path, object body) => await caller.CommandAsync(officer, step, path, body, of.CaseId);

        async Task<Sent?> ReviewAsync()
        {
            if (task.State == "open" && caller.Below(2) == 0) await SendAsync("claim", $"{on}/claim", new { });
            // Not for ever: a case has to come to its end.
            if (of.Tasks.Count < 12 && caller.Below(10) == 0 && await TargetAsync(officer, on) is { } back) return await SendAsync("send-back", $"{on}/send-back", back);
            return await SendAsync("opinion", $"{on}/opinion", caller.Below(5) == 0 ? new OpinionRequest("conditional", null, ["三个月内整改"]) : new OpinionRequest("positive"));
        }
    }

    private async Task<SendBackRequest?> TargetAsync(string officer, string task)
    {
        if (await caller.GetAsync(officer, $"{task}/send-back-targets") is not { } targets) return null;
        var ways = targets.EnumerateArray().Where(t => t.GetProperty("target").GetString() != "intake")
            .SelectMany(t => t.GetProperty("modes").EnumerateArray().Select(mode => (Target: t.GetProperty("target").GetString()!, Mode: mode.GetString()!))).ToList();
        if (ways.Count == 0) return null;
        var (target, mode) = ways[caller.Below(ways.Count)];
        return new SendBackRequest(target, mode, "现场情况与图纸不符");
    }

    private string? Pick()
    {
        var open = records.Open.Keys.ToList();
        return open.Count == 0 ? null : open[caller.Below(open.Count)];
    }

    private void End(string caseId)
    {
        if (records.Open.TryRemove(caseId, out _)) tally.Count("cases ended");
    }

    private static bool IsEnded(CaseAnswer read) => read.Status is 2 or 4 or 5 or 14 or 15 || read.Delivery is not null;
}
