import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiProblem } from '../shared/api';
import { session } from '../shared/session';
import { useTexts } from '../shared/texts';
import { Empty, Failed, Loading } from '../staff/states';
import { loadModel, modelsKey } from './api';
import { ModelBoard } from './ModelBoard';
import { decisionTexts } from './texts';
import { readWork } from './work';

/** Loads the latest version of a model, or what was begun in this browser, and opens the workbench with it. */
export default function ModelPage({ code }: { code: string }) {
  const t = useTexts(decisionTexts);
  const account = session.use()?.account ?? '';
  // Never asked again by itself: what somebody is editing is not replaced under their hands.
  const latest = useQuery({
    queryKey: [...modelsKey, code, 'source'],
    queryFn: ({ signal }) => loadModel(code, undefined, signal).catch((problem: unknown) => {
      if (problem instanceof ApiProblem && problem.status === 404) return null;
      throw problem;
    }),
    staleTime: 'static', gcTime: 0,
  });
  if (latest.isPending) return <Loading />;
  if (latest.data === undefined) return <Failed error={latest.error} onRetry={() => void latest.refetch()} />;
  const begun = readWork(account, code);
  if (latest.data === null && begun === null) return <Empty action={<Link href="/decisions">{t.back}</Link>}>{t.notThere}</Empty>;
  return <ModelBoard key={latest.dataUpdatedAt} code={code} latest={latest.data} begun={begun} account={account} reload={async () => void (await latest.refetch())} />;
}
