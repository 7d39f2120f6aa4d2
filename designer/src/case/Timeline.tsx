import { Button } from 'antd';
import { exact } from '../shared/format';
import { fill, language, pick, useTexts, type Texts } from '../shared/texts';
import { shellTexts } from '../staff/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { useTimeline, type Case, type CaseTask, type TimelineEntry } from './api';
import { clockName } from './clocks';
import { useDepartmentNames, useTaskTitle } from './names';
import { caseTexts } from './texts';

/** What happened, oldest first, page by page. */
export function Timeline({ shown }: { shown: Case }) {
  const t = useTexts(caseTexts);
  const shell = useTexts(shellTexts);
  const nameOf = useDepartmentNames(shown);
  const titleOf = useTaskTitle(shown);
  const told = useTimeline(shown.caseId);
  const wanted = language.use();
  if (told.isPending) return <Loading />;
  if (told.isError && told.data === undefined) return <Failed error={told.error} onRetry={() => void told.refetch()} />;
  const entries = told.data.pages.flatMap((p) => p.items);
  if (entries.length === 0) return <Empty />;
  return (
    <>
      <ol className="timeline">
        {entries.map((e) => (
          <li key={`${e.version}.${e.part}`}>
            <time dateTime={e.at}>{exact(e.at)}</time>
            <div>
              <span>{wordsOf(e, pick(e.text, wanted), shown, nameOf, titleOf, t)}</span>
              <span className="quiet"> {e.who === 'system' ? t.bySystem : [e.department ? nameOf(e.department) : null, e.who].filter((w) => w && w !== '').join(' · ')}</span>
              {e.code === 'opinion_recorded' && (e.details.reason || e.details.conditions) && <div className="quiet">{[e.details.reason, e.details.conditions].filter(Boolean).join(' · ')}</div>}
            </div>
          </li>
        ))}
      </ol>
      {told.hasNextPage && <Button loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>{shell.more}</Button>}
      <p className="quiet" role="status">{fill(t.timelineCount, { n: entries.length })}</p>
    </>
  );
}

/** The server's words, with the names of departments, clocks and tasks in place of their codes. */
function wordsOf(entry: TimelineEntry, text: string, shown: Case, nameOf: (code: string) => string, titleOf: (task: CaseTask) => string, t: Texts<typeof caseTexts>): string {
  const { department, clock, taskId } = entry.details;
  if (clock !== undefined) return text.replace(clock, clockName(clock, shown, titleOf, t));
  const task = shown.tasks.find((one) => String(one.taskId) === taskId);
  if (task !== undefined && entry.code !== 'opinion_recorded') return text.replace(task.title, titleOf(task));
  return department !== undefined && entry.code === 'opinion_recorded' ? text.replace(department, nameOf(department)) : text;
}
