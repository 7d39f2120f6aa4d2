using System.Security.Cryptography;
using System.Text;

namespace Workflow.Server.Cases;

/// <summary>
/// The key of the data folder (control.key): who can read that file may give cases a test clock. Random, readable by
/// the server's own account only.
/// </summary>
public sealed class ControlKey
{
    public const string Header = "X-Control-Key";
    private const string FileName = "control.key";
    private const int KeyBytes = 32;

    private readonly byte[] key;

    private ControlKey(string text) => key = Encoding.ASCII.GetBytes(text);

    /// <summary>Reads the key of a data folder; makes one when there is none.</summary>
    public static ControlKey Of(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(dataFolder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                using var file = new StreamWriter(path, Encoding.ASCII, options);
                file.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process of this folder was first; its key is ours.
            }
        }
        return new ControlKey(File.ReadAllText(path).Trim());
    }

    public bool IsIn(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 } given] && key.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), key);
}
