using Workflow.Contracts;
using Workflow.Core.Catalog;

namespace Workflow.Server.Catalog;

/// <summary>Texts in two languages, between the contract and the core.</summary>
internal static class Localised
{
    public static LocalText ToCore(this Text text) => new(text.Zh, text.En);

    public static Text ToText(this LocalText text) => new(text.Zh, text.En);
}
