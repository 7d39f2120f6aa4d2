namespace Workflow.Conformance;

/// <summary>The table of sets: a name, what it judges, the folders of the external test data where its cases are (a space between them), and the code that runs it on a folder. One file a set.</summary>
public static class Sets
{
    public static readonly (string Name, string Judges, string Data, Func<string, Verdicts> Run)[] All =
    [
        ("calendars", "working days, amendments and day counts against published vectors", "calendars", CalendarSet.Run),
        ("bad-input", "malformed and hostile JSON and XML: refused, quickly, in little memory", "bad-input", BadInputSet.Run),
        ("cloudevents", "CloudEvents as JSON, in batches and in HTTP headers; invalid ones refused, valid ones equal to their samples", "cloudevents", CloudEventsSet.Run),
        ("tck", "decision models and their tests, as the DMN Technology Compatibility Kit has them; conforming levels must pass, the rest is told apart", "dmn-tck", TckSet.Run),
        ("betsy", "processes made to compare engines, run on the interpreter against the traces that they expect; corrections name the clause", "bpmn-betsy", BetsySet.Run),
        ("spector", "models that keep or break one rule of BPMN 2.0 each: valid ones are read, broken ones are refused by a rule", "bpmn-spector", SpectorSet.Run),
        ("miwg", "BPMN files of the Model Interchange Working Group: element counts, export, import again, equal; broken ones refused with their place", "bpmn-miwg", MiwgSet.Run),
        ("import", "any folder or archive of BPMN files against its element-counts file, judged as miwg is", "bpmn-operaton bpmn-js-fixtures", ImportSet.Run),
        ("soundness", "BPMN models with known deadlocks and lacks of synchronisation: found before deployment, each with a path that leads there", "bpmn-spector", SoundnessSet.Run),
        ("feel", "FEEL expressions and unary tests of another engine, as a second opinion; differences are named with the clause that decides", "feel-cases", FeelSet.Run),
    ];

    public static int Run(string[] args, TextWriter output)
    {
        if (args is not [var name, var folder])
        {
            output.WriteLine("usage: Workflow.Conformance <set> <folder or archive>");
            foreach (var set in All) output.WriteLine($"  {set.Name,-12} {set.Judges}");
            return 2;
        }
        if (All.FirstOrDefault(set => set.Name == name).Run is not { } run)
        {
            output.WriteLine($"there is no set '{name}'; known: {string.Join(", ", All.Select(set => set.Name))}");
            return 2;
        }
        return Judge(run, folder).Print(output);
    }

    /// <summary>A folder that does not exist or holds no case of the set is a failure, never zero passed.</summary>
    public static Verdicts Judge(Func<string, Verdicts> run, string folder)
    {
        var verdicts = new Verdicts();
        if (!Directory.Exists(folder) && !File.Exists(folder)) verdicts.Fail(folder, "the folder does not exist");
        else
        {
            try
            {
                verdicts = run(Path.GetFullPath(folder));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                verdicts.Fail(folder, $"the set cannot be read: {e.Message}");
            }
            if (verdicts is { Passed: 0, Failed: 0 }) verdicts.Fail(folder, "the folder holds no case of this set");
        }
        return verdicts;
    }
}
