using System.Globalization;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Demo;

/// <summary>What the data folder remembers of the demo: when it was begun, and that it is full.</summary>
internal sealed class DemoMarks(string data)
{
    private readonly string begun = Path.Combine(data, "demo-begun.txt");
    private readonly string filled = Path.Combine(data, "demo-filled.txt");

    public bool IsFilled => File.Exists(filled);

    /// <summary>The present of the first attempt: commands sent again must be the same to the last byte.</summary>
    public DateTimeOffset Present()
    {
        if (!File.Exists(begun))
            PrivateFile.Write(begun, DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return DateTimeOffset.Parse(File.ReadAllText(begun), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    public void SetFilled(int cases) => PrivateFile.Write(filled, $"{cases} cases\n");
}
