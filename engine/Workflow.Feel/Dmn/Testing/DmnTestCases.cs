using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Testing;

/// <param name="Cases">null when there is an error</param>
/// <param name="Findings">their words are in <see cref="DmnTestTexts"/></param>
public sealed record DmnTestReading(DmnTestCases? Cases, ImmutableArray<DmnFinding> Findings);

/// <summary>
/// Tests of a decision model, in the format of the DMN Technology Compatibility Kit (namespace
/// <c>http://www.omg.org/spec/DMN/20160719/testcase</c>): a designer's tests and the kit's own are read and run alike.
/// </summary>
/// <param name="ModelName">the file name of the model under test; null where the file does not say</param>
public sealed record DmnTestCases(string? ModelName, ImmutableArray<string> Labels, ImmutableArray<DmnTestCase> Cases)
{
    /// <summary>Characters of one file at most.</summary>
    public const int MaxCharacters = 10_000_000;

    /// <summary>Lists and contexts inside each other at most.</summary>
    public const int MaxDepth = 64;

    /// <summary>Never throws: what is wrong with the file is a finding with its line and column. Document types are refused.</summary>
    public static DmnTestReading Read(string xml) => DmnTestReader.Read(xml);

    /// <summary>One result for each result node, in the order of the file.</summary>
    /// <param name="run">makes a new evaluation, with the budget, the clock and the calendars of the caller's choice; asked once for each evaluation</param>
    public static ImmutableArray<DmnTestResult> Run(DecisionModel model, DmnTestCases cases, Func<Evaluation> run) =>
        [.. cases.Cases.SelectMany(one => DmnTestRunner.Run(model, one, run))];
}

/// <summary>What is asked of a model, with what, and what should come out.</summary>
/// <param name="Id">as the file says; not necessarily unique</param>
/// <param name="Asks">what kind of thing is called; of the kind Decision, each result node names a decision of its own</param>
/// <param name="InvocableName">the decision service or business knowledge model; null where each result node's decision is asked</param>
/// <param name="Inputs">input data, or arguments, by name</param>
/// <param name="Line">of the case's start tag, from 1</param>
public sealed record DmnTestCase(string Id, string? Description, InvocableKind Asks, string? InvocableName,
    ImmutableArray<KeyValuePair<string, DmnTestValue>> Inputs, ImmutableArray<DmnResultNode> Results, int Line);

/// <param name="Name">a decision: the one asked, or an output decision of the service that is called</param>
/// <param name="Expected">null in FEEL's sense where an error is expected</param>
/// <param name="IsError">the evaluation should report an error</param>
/// <param name="Computed">what some engine computed when the test was written; never compared</param>
/// <param name="Line">of the node's start tag, from 1</param>
public sealed record DmnResultNode(string Name, DmnTestValue Expected, bool IsError, DmnTestValue? Computed, int Line);

/// <summary>What came of one result node.</summary>
/// <param name="Code">why it did not pass: "unknown-invocable", "evaluation-given-up", "different-value", "error-expected"; null when it passed</param>
/// <param name="Expected">an untyped expectation is shown as the type of what came out, where it can be read so</param>
/// <param name="ReportsError">the evaluation said that something went wrong</param>
public sealed record DmnTestResult(DmnTestCase Case, DmnResultNode Node, string? Code, Value Expected, Value Actual, bool ReportsError, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool Passed => Code is null;
}
