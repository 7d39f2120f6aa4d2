using Workflow.Postgres.Embedded;
using Workflow.Testing;

if (args is ["serve-tests", var meetingPlace])
{
    // Started by the first test program that needs a database; ends after the last one.
    await TestServerHost.RunAsync(meetingPlace);
    return 0;
}

if (args is ["hold", var folder])
{
    // A host of an embedded server that a test may kill: says where the server is, ends at the end of its input.
    try
    {
        await using var server = await EmbeddedPostgres.StartAsync(folder);
        await Console.Out.WriteLineAsync(server.ConnectionString);
        while (await Console.In.ReadLineAsync() is not null) { }
        return 0;
    }
    catch (EmbeddedPostgresException refused)
    {
        await Console.Out.WriteLineAsync(refused.Message);
        return 1;
    }
}

return 2;
