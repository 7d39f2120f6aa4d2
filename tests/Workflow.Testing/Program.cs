using Workflow.Testing;

// Started by the first test program that needs a database, in the folder that it names; ends after the last one.
await TestServerHost.RunAsync(args[0]);
