using System.Text.Json;
using Workflow.Contracts.Messages;

namespace Workflow.Conformance;

/// <summary>The "golden" events that the format tests name, written by hand from their description.</summary>
internal static class CloudEventSamples
{
    private static readonly DateTimeOffset Noon = new(2018, 4, 5, 17, 31, 0, TimeSpan.Zero);

    public static CloudEvent Of(string sample) => sample switch
    {
        "minimal" => Minimal("minimal"),
        "minimalWithTime" => Minimal("minimalWithTime") with { Time = Noon },
        "minimalWithRelativeSource" => Minimal("minimalWithRelativeSource") with { Source = "#fragment" },
        "allCore" => Minimal("allCore") with { DataContentType = "text/plain", DataSchema = "https://cloudevents.io/dataschema", Subject = "tests", Time = Noon },
        // The description calls its id "simpleData", the test file "simpleTextData"; the file is what is read.
        "simpleTextData" => Minimal("simpleTextData") with { DataContentType = "text/plain", Data = JsonSerializer.SerializeToElement("Simple text") },
        "allExtensionTypes" => Minimal("allExtensionTypes") with
        {
            Extensions = new Dictionary<string, object>
            {
                ["extinteger"] = 10, ["extboolean"] = true, ["extstring"] = "text", ["extbinary"] = "TWE=", ["exttimestamp"] = "2023-03-31T15:12:00Z",
                ["exturi"] = "https://cloudevents.io", ["exturiref"] = "//authority/path",
            }.ToDictionary(e => e.Key, e => JsonSerializer.SerializeToElement(e.Value), StringComparer.Ordinal),
        },
        _ => throw new FormatException($"the sample '{sample}' is not known"),
    };

    public static IReadOnlyList<CloudEvent> BatchOf(string sample) => sample switch
    {
        "empty" => [],
        "minimal" => [Of("minimal")],
        "minimal2" => [Of("minimal"), Of("minimal")],
        "minimalAndAllCore" => [Of("minimal"), Of("allCore")],
        "minimalAndAllExtensionTypes" => [Of("minimal"), Of("allExtensionTypes")],
        _ => throw new FormatException($"the batch '{sample}' is not known"),
    };

    private static CloudEvent Minimal(string id) => new(id, "https://cloudevents.io", "io.cloudevents.test");
}
