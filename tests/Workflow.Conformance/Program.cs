using Workflow.Conformance;

// Writes the results of the kit as the kit publishes them: tck-results <folder of the cases> <folder to write to>
if (args is ["tck-results", var cases, var target]) return TckResults.Write(cases, target, Console.Out);

return Sets.Run(args, Console.Out);
