using Workflow.Conformance;

return Sets.Run(args, Console.Out);
