import { Suspense, lazy } from 'react';
import { useRoute } from 'wouter';
import { Loading } from '../staff/states';
import { Definitions } from './Definitions';
import '../parts/parts.css';
import './designer.css';

const Editor = lazy(() => import('./Editor'));

/** The designer: the list of definitions, and the drawing board of one. */
export default function DesignerPage() {
  const [, parameters] = useRoute('/designer/:key?');
  const key = parameters?.key;
  if (key === undefined) return <Definitions />;
  return <Suspense fallback={<Loading />}><Editor key={key} name={key} /></Suspense>;
}
