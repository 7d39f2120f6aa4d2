using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;
using Workflow.Server.Http;

namespace Workflow.Server.Hosting;

/// <summary>
/// Serves the built web app, where it was built: the folder "wwwroot" beside the program. Two pages, the staff's and the
/// applicants', each for all of its own addresses; everything else is a file.
/// </summary>
internal static class WebApp
{
    /// <summary>Stands in the built pages where the nonce of one answer goes.</summary>
    private const string NoncePlace = "onego-csp-nonce";

    private static readonly string[] NotPages = ["/api", "/openapi", "/contracts", "/health", "/assets"];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>What somebody who opens the printed address reads where no web app was built.</summary>
    private const string Welcome = """
        OneGo 已启动。此版本没有网页界面;接口说明见 /openapi/v1.json,README.zh-CN.md 演示如何办理第一个办件。
        OneGo is running. This build has no web app; the API describes itself at /openapi/v1.json, and README.md plays a first case by hand.

        """;

    public static void UseFiles(WebApplication app)
    {
        if (!Directory.Exists(Folder)) return;
        // Only what is the same for everybody is compressed: nothing secret shares an answer with what a stranger may send.
        app.UseWhen(http => !IsPage(http.Request.Path) && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), files =>
        {
            files.UseResponseCompression();
            files.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Folder),
                // Built files carry a hash in their names.
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                    file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
            });
        });
    }

    /// <summary>
    /// An address that no route has, without an ending and outside the API's own folders, is a page of the app. Not a
    /// route: a wrong method or a wrong address of the API is told as such.
    /// </summary>
    public static void UsePages(WebApplication app)
    {
        var isBuilt = File.Exists(Path.Combine(Folder, "index.html"));
        var staff = isBuilt ? Page("index.html") : http => Results.Text(Welcome).ExecuteAsync(http);
        var applicants = isBuilt ? Page("apply/index.html") : null;
        app.Use((http, next) =>
        {
            var path = http.Request.Path;
            var isPage = http.GetEndpoint() is null && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
                && (isBuilt ? IsAddressOfThePages(path) : path == "/");
            return !isPage ? next(http)
                : applicants is not null && path.StartsWithSegments("/apply", StringComparison.OrdinalIgnoreCase) ? applicants(http) : staff(http);
        });
    }

    private static bool IsAddressOfThePages(PathString path) =>
        !NotPages.Any(folder => path.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase)) && !Path.HasExtension(path.Value);

    private static RequestDelegate Page(string name)
    {
        var html = File.ReadAllText(Path.Combine(Folder, name));
        return http =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
            SecurityHeaders.AllowStyles(http, nonce);
            http.Response.Headers.CacheControl = "no-store";
            return Results.Text(html.Replace(NoncePlace, nonce, StringComparison.Ordinal), "text/html; charset=utf-8").ExecuteAsync(http);
        };
    }

    private static bool IsPage(PathString path) => path.Value is "/" || path.Value!.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
}
