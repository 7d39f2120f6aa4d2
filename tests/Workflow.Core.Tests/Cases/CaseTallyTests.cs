using Workflow.Core.Cases.Supervision;
using Workflow.Core.Catalog.Oversight;
using Xunit;

namespace Workflow.Core.Tests.Cases;

/// <summary>What is derived of a case, gone on with row by row.</summary>
public sealed class CaseTallyTests
{
    [Fact]
    public void At_every_row_of_a_random_life_a_tally_says_what_the_whole_history_up_to_it_says()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            // given
            var life = RandomLives.Play(seed);
            var tally = new CaseTally(life.Pinned, CardRuleBook.Usual);

            for (var row = 0; row < life.History.Count; row++)
            {
                // when
                tally.Take(life.History[row]);

                // then
                var steps = CaseSteps.Of(life.History.Take(row + 1));
                Assert.Equal(steps.Length, tally.Events);
                Assert.Equal(CaseFacts.Of(steps, life.Pinned), tally.Fact);
                Assert.Equal(CaseFacts.StepsOf(steps, life.Pinned), tally.Steps);
                Assert.Equal(Cards.Derive(steps, life.Pinned, CardRuleBook.Usual), tally.Cards);
                Assert.Equal(StatusCodes.Derive(steps), tally.Statuses);
            }
        }
    }
}
