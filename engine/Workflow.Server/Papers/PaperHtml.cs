using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Workflow.Core.Cases.Papers;
using Workflow.Core.Catalog.Templates;

namespace Workflow.Server.Papers;

/// <summary>
/// A document as a page that can be printed: everything is in it, nothing is executed or loaded, every value is text. The
/// same template and facts give the same bytes.
/// </summary>
internal static class PaperHtml
{
    public const string ContentType = "text/html; charset=utf-8";

    // Chinese stays readable in the source; what HTML itself uses is always escaped.
    private static readonly HtmlEncoder Escape = HtmlEncoder.Create(UnicodeRanges.All);

    private const string Style =
        """
        @page{size:A4;margin:25mm 22mm}
        body{font:16px/1.9 "FangSong","Noto Serif CJK SC","Songti SC",serif;color:#000;background:#fff;max-width:42em;margin:2em auto;padding:0 1.5em}
        header{text-align:center;border-bottom:2px solid #b3261e;padding-bottom:.6em;margin-bottom:1.4em}
        header p{margin:0}.issuer{font-size:1.35em;letter-spacing:.12em}h1{font-size:1.6em;letter-spacing:.2em;margin:.2em 0}.number{font-size:1em}
        p{margin:.4em 0;overflow-wrap:anywhere}.body p{text-indent:2em}.body p:first-child{text-indent:0}ol{margin:.3em 0 .3em 2em;padding-left:1.4em}li{overflow-wrap:anywhere}
        footer{margin-top:3em;text-align:right;page-break-inside:avoid}.proof{margin-top:3em;font-size:.75em;text-align:left;color:#333}
        @media print{body{margin:0;max-width:none;padding:0}}
        """;

    public static byte[] Render(TemplateContent template, ImmutableSortedDictionary<string, PaperValue> facts, string proof)
    {
        var html = new StringBuilder(4096);
        html.Append("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>").Append(Text(template.Title.Zh)).Append(' ').Append(Of(facts, "number")).Append("</title>\n<style>\n")
            .Append(Style).Append("\n</style>\n</head>\n<body>\n<header>\n<p class=\"issuer\">").Append(Of(facts, "region")).Append(Of(facts, "department"))
            .Append("</p>\n<h1>").Append(Text(template.Title.Zh)).Append("</h1>\n<p class=\"number\">").Append(Of(facts, "number")).Append("</p>\n</header>\n<div class=\"body\">\n");
        foreach (var line in TemplateText.Lines(template.Body)) Line(html, line, facts);
        html.Append("</div>\n<footer>\n<p>").Append(Of(facts, "department")).Append("</p>\n<p>").Append(Of(facts, "date")).Append("</p>\n<p class=\"proof\">")
            .Append(Text(proof)).Append("</p>\n</footer>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.Replace("\r", "").ToString());
    }

    private static void Line(StringBuilder html, string line, ImmutableSortedDictionary<string, PaperValue> facts)
    {
        // Publication refuses what cannot be read.
        var parts = TemplateText.PartsOf(line) ?? [];
        if (parts is [{ IsPlaceholder: true, Text: var only }] && facts.GetValueOrDefault(only) is { IsList: true } list)
        {
            html.Append("<ol>\n");
            foreach (var item in list.List) html.Append("<li>").Append(Text(item)).Append("</li>\n");
            html.Append("</ol>\n");
            return;
        }
        if (parts.IsEmpty) return;
        html.Append("<p>");
        foreach (var part in parts) html.Append(part.IsPlaceholder ? Of(facts, part.Text) : Text(part.Text));
        html.Append("</p>\n");
    }

    private static string Of(ImmutableSortedDictionary<string, PaperValue> facts, string name) =>
        facts.GetValueOrDefault(name) is not { } value ? "" : Text(value.IsList ? string.Join('、', value.List) : value.Text!);

    private static string Text(string value) => Escape.Encode(value);
}
