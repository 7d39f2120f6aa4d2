import { Suspense, lazy } from 'react';
import { useRoute } from 'wouter';
import { Loading } from '../staff/states';
import { Models } from './Models';
import '../parts/parts.css';
import '../designer/designer.css';
import './decisions.css';

const ModelPage = lazy(() => import('./ModelPage'));

/** Decision models: the list, and the workbench of one. */
export default function DecisionsPage() {
  const [, parameters] = useRoute('/decisions/:code?');
  const code = parameters?.code;
  if (code === undefined) return <div className="fill decisions"><Models /></div>;
  return <Suspense fallback={<Loading />}><ModelPage key={code} code={code} /></Suspense>;
}
