namespace Workflow.Server.Http;

/// <summary>Headers that tell browsers to trust nothing but our own files; on every answer.</summary>
internal static class SecurityHeaders
{
    private const string Rest =
        "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
        "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string Ours = Rest + "; style-src 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Set(http.Response.Headers, http.Request.Path);
        return next(http);
    });

    public static void Set(IHeaderDictionary headers, PathString path)
    {
        headers.ContentSecurityPolicy = Ours;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        // Answers hold what one account may see; no cache between or in the browser may keep them.
        if (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "no-store";
    }

    /// <summary>
    /// A page of the app: the component library makes style sheets, which carry this answer's nonce; the diagrams set style
    /// attributes. Scripts come from our own files only, always.
    /// </summary>
    public static void AllowStyles(HttpContext http, string nonce) =>
        http.Response.Headers.ContentSecurityPolicy = $"{Rest}; style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; style-src 'self' 'nonce-{nonce}'";
}
