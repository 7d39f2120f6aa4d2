using Workflow.Core.Cases;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>The rows that lists of tasks are made of.</summary>
public sealed class TaskRowTests
{
    [Theory]
    [InlineData("核", 255, 255)]
    [InlineData("核", 256, 255)]
    [InlineData("\U00020000", 2_000, 255)]
    public void A_title_longer_than_a_list_shows_is_cut_between_two_characters_and_stands_whole_in_the_case(string character, int times, int inList)
    {
        string title = string.Concat(Enumerable.Repeat(character, times));
        var play = new Scenario(Shop.Bpmn.Replace("name=\"A 审查\"", $"name=\"{title}\"", StringComparison.Ordinal));
        play.Filed().AcceptedByWindow();
        var task = play.Task(TaskKind.Review, "a");
        var rows = new RowChanges();

        new CaseStreams().Project(play.CaseId, CaseState.Empty, play.State, null, rows);

        string shown = rows.Tasks.Single(t => t.TaskId == task.Id).Title;
        Assert.Equal(title, task.Title);
        Assert.Equal((inList, times > inList), (shown.Length, shown.EndsWith('…')));
        Assert.All(shown.TrimEnd('…').EnumerateRunes(), rune => Assert.Equal(character, rune.ToString()));
    }
}
