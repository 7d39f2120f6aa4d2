using Workflow.Benchmarks;
using Workflow.Benchmarks.Approval;

if (args is ["parallel-approval", .. var options]) return await ParallelApproval.RunAsync(Options.Parse(options));

Console.Error.WriteLine(
    """
    dotnet run -c Release --project tests/Workflow.Benchmarks -- parallel-approval [--http] [--clients 64] [--nodes 1] [--rounds 3] [--seconds 6]
    """);
return 2;
