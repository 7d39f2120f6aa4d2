using System.Globalization;
using System.Text;

namespace Workflow.Samples.Play;

/// <summary>Stand-ins for what applicants upload: one-page PDF files that say what they stand for.</summary>
internal static class Paper
{
    public const string ContentType = "application/pdf";

    public static byte[] Of(string title)
    {
        var text = $"BT /F1 18 Tf 60 760 Td ({Ascii(title)}) Tj 0 -28 Td /F1 11 Tf (Sample document, made for a demonstration.) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length} >>\nstream\n{text}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    // Helvetica has no Chinese; the name in English is enough to tell the papers apart.
    private static string Ascii(string title) => new([.. title.Where(c => c is >= ' ' and <= '~' and not ('(' or ')' or '\\'))]);
}
