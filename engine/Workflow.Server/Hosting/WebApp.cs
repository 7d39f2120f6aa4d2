using Microsoft.Extensions.FileProviders;
using Workflow.Server.Http;

namespace Workflow.Server.Hosting;

/// <summary>Serves the built web app, where it was built: the folder "wwwroot" beside the program.</summary>
internal static class WebApp
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>What somebody who opens the printed address reads where no web app was built.</summary>
    private const string Welcome = """
        OneGo 已启动。此版本没有网页界面;接口说明见 /openapi/v1.json,README.zh-CN.md 演示如何办理第一个办件。
        OneGo is running. This build has no web app; the API describes itself at /openapi/v1.json, and README.md plays a first case by hand.

        """;

    public static void UseFiles(WebApplication app)
    {
        if (!Directory.Exists(Folder)) return;
        var files = new PhysicalFileProvider(Folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            // Built files carry a hash in their names; the pages that name them do not.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    /// <summary>The app's own addresses are pages of the app; everything else that is not there is a plain 404.</summary>
    public static void Map(WebApplication app)
    {
        var page = Path.Combine(Folder, "index.html");
        if (!File.Exists(page))
        {
            app.MapGet("/", () => Results.Text(Welcome)).ForAnyone().ExcludeFromDescription();
            return;
        }
        app.MapFallback("{*path:nonfile}", (HttpContext http) =>
            http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? (IResult)Problem.NotFound() : Results.File(page, "text/html; charset=utf-8"))
            .ForAnyone().ExcludeFromDescription();
    }
}
