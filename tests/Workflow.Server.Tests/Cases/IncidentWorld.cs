using System.Collections.Concurrent;
using System.Text;
using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Contracts.Jobs;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>A world with a joint item whose first step is automated, and a real worker that fails as the test says.</summary>
public sealed class IncidentWorld : World, IAsyncLifetime
{
    /// <summary>Joint item, definition and job type.</summary>
    public const string Fragile = "fragile";

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        var admin = await Server.AdministratorAsync();
        (await admin.SendAsync(HttpMethod.Post, $"/api/definitions/{Fragile}", new StringContent(Xml, Encoding.UTF8, "application/xml"))).Dispose();
        await admin.PutAsync($"/api/joint-items/{Fragile}", JointItem(Fragile, "market"));
    }

    /// <summary>Cases whose first step waits for the worker, in the order of their filing.</summary>
    public async Task<string[]> CasesAsync(int count)
    {
        var (applicant, window) = (await AsAsync("applicant"), await AsAsync("window"));
        var ids = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            ids[n] = (await FileAsync(applicant, Fragile)).CaseId;
            await window.PostAsync($"/api/cases/{ids[n]}/accept", new AcceptRequest(1));
        });
        return ids;
    }

    public async Task<RetryRunAnswer> RunAsync(string id, Func<RetryRunAnswer, bool> isEnough, string account = "supervisor")
    {
        var supervisor = await AsAsync(account);
        return await Papers.PaperWorld.UntilAsync(() => supervisor.GetAsync<RetryRunAnswer>($"/api/retry-runs/{id}"), isEnough);
    }

    public async Task<IReadOnlyList<IncidentGroupAnswer>> GroupsAsync(string account = "supervisor", string query = "") =>
        (await (await AsAsync(account)).GetAsync<Page<IncidentGroupAnswer>>($"/api/incidents/groups?definition={Fragile}{query}")).Items;

    private const string Xml = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="http://onego.dev/tests">
          <bpmn:process id="{Fragile}" name="{Fragile}" isExecutable="true">
            <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="register"/>
            <bpmn:serviceTask id="register" name="登记 Register" approval:jobType="{Fragile}" approval:retries="2" approval:backoff="PT0S"/>
            <bpmn:sequenceFlow id="f2" sourceRef="register" targetRef="review_market"/>
            <bpmn:userTask id="review_market" name="review market" approval:kind="review" approval:department="market" approval:item="market"/>
            <bpmn:sequenceFlow id="f3" sourceRef="review_market" targetRef="end"/><bpmn:endEvent id="end"/>
          </bpmn:process>
        </bpmn:definitions>
        """;
}

/// <summary>What a worker does with a job: null for done, otherwise why it failed.</summary>
public delegate FailJobRequest? Work(ActivatedJob job);

/// <summary>A worker over the API: takes what there is, several at once, and does with it what the test says, until it is disposed of.</summary>
public sealed class Worker : IAsyncDisposable
{
    private readonly Api api;
    private readonly CancellationTokenSource stop = new();
    private readonly Task work;
    private int underWay;

    public Worker(Api api, string type, Work does)
    {
        (this.api, Does) = (api, does);
        work = Task.Run(() => RunAsync(type));
    }

    public Work Does { get; set; }

    /// <summary>Jobs taken, by case, in their order.</summary>
    public ConcurrentQueue<string> Taken { get; } = [];

    /// <summary>What the server did not take.</summary>
    public ConcurrentQueue<string> Refusals { get; } = [];

    /// <summary>Most jobs that were in its hands at the same time.</summary>
    public int MostAtOnce { get; private set; }

    private async Task RunAsync(string type)
    {
        while (!stop.IsCancellationRequested)
        {
            var jobs = (await api.PostAsync<ActivatedJobs>("/api/jobs/activate", new ActivateJobsRequest(type, Max: 100, Worker: "test", WaitSeconds: 1))).Jobs;
            underWay = jobs.Count;
            MostAtOnce = Math.Max(MostAtOnce, underWay);
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, _) =>
            {
                Taken.Enqueue(job.CaseId);
                var answer = Does(job) is { } failed
                    ? await api.TryAsync(HttpMethod.Post, $"/api/jobs/{job.CaseId}/{job.Activity}/fail", failed with { Worker = "test" })
                    : await api.TryAsync(HttpMethod.Post, $"/api/jobs/{job.CaseId}/{job.Activity}/complete", new CompleteJobRequest());
                if ((int)answer.StatusCode >= 400) Refusals.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                answer.Dispose();
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }
}
