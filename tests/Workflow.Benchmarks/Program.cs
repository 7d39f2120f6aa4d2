using Workflow.Benchmarks;
using Workflow.Benchmarks.Approval;
using Workflow.Benchmarks.FanOut;
using Workflow.Benchmarks.Feel;
using Workflow.Benchmarks.Load;
using Workflow.Benchmarks.Inboxes;
using Workflow.Benchmarks.Pressure;
using Workflow.Benchmarks.Seeding;
using Workflow.Benchmarks.Start;

if (args is ["parallel-approval", .. var options]) return await ParallelApproval.RunAsync(Options.Parse(options));

if (args is ["http-peer", var database]) return await HttpPeer.RunAsync(database);

if (args is ["own-cpu", .. var own]) return await OwnCpu.RunAsync(Options.Parse(own));

if (args is ["nodes", .. var several]) return await NodesBenchmark.RunAsync(Options.Parse(several));

if (args is ["fan-out", .. var wide]) return await FanOutBenchmark.RunAsync(FanOutOptions.Parse(wide));

if (args is ["pressure", .. var under]) return await PressureBenchmark.RunAsync(Options.Parse(under));

if (args is ["seed", var cases, var kept])
{
    await using var cluster = await SeededCluster.OpenAsync(int.Parse(cases, System.Globalization.CultureInfo.InvariantCulture), kept, DateTimeOffset.UtcNow);
    return 0;
}

if (args is ["inbox", .. var pages]) return await InboxBenchmark.RunAsync(InboxOptions.Parse(pages));

if (args is ["start", .. var starts]) return await StartBenchmark.RunAsync(InboxOptions.Parse(starts));

if (args is ["hot-case", .. var hot]) return await HotCase.RunAsync(hot);

if (args is ["timers", .. var due]) return await TimersBenchmark.RunAsync(due);

if (args is ["projection", .. var views]) return await ProjectionBenchmark.RunAsync(views);

if (args is ["idle", .. var still]) return await IdleBenchmark.RunAsync(still);

if (args is ["--feel", .. var rest])
{
    TckModels.Run(rest is [var folder] ? folder : null);
    return FeelBenchmarks.Run();
}

Console.Error.WriteLine(
    """
    dotnet run -c Release --project tests/Workflow.Benchmarks -- parallel-approval [--http] [--clients 64] [--nodes 1] [--rounds 3] [--seconds 6] [--alone]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- own-cpu [--clients 64] [--rounds 3]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- nodes [--nodes 4] [--clients 64] [--rounds 3] [--seconds 6]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- fan-out [--children 1000,10000,100000,200000] [--kind user|service|review] [--clients 64] [--beside 20000] [--seconds 8] [--in-memory]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- pressure [--seconds 6]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- hot-case [--decisions 200000] [--clients 64] [--rounds 2] [--statements 1]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- timers [--waiting 1000000] [--due 10000] [--rate 20] [--seconds 8] [--rounds 2] [--portion 32] [--load 64] [--statements 1]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- projection [--clients 64] [--seconds 8] [--rounds 2]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- idle [--seconds 30] [--rounds 1]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- inbox [--cases 10000,100000,1000000] [--commands 800] [--rate 200] [--clients 4] [--seconds 6] [--rounds 3] [--keep folder]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- start [--cases 1000000] [--rounds 3] [--keep folder]
    dotnet run -c Release --project tests/Workflow.Benchmarks -- seed cases folder
    dotnet run -c Release --project tests/Workflow.Benchmarks -- --feel [folder of the TCK's TestCases]
    """);
return 2;
