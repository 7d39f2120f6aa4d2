import { Button } from 'antd';
import type { ModelerHandle } from '../bpmn/modeler';
import type { Root, RootKind } from '../bpmn/roots';
import { ChoiceField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { Fold } from './Fold';
import { runTexts } from './runTexts';

const hasCode = (kind: RootKind): boolean => kind === 'error' || kind === 'escalation';
const labelOf = (root: Root): string => (hasCode(root.kind) ? [root.code, root.name !== root.code ? root.name : ''].filter(Boolean).join(' · ') : root.name) || root.id;

interface Props {
  handle: ModelerHandle;
  kind: RootKind;
  /** Its id; empty for none. */
  value: string;
  onChoose: (choice: string) => void;
  none: string;
  required?: boolean;
  /** Only the choice; its name is changed elsewhere. */
  isBrief?: boolean;
}

/** The message, signal, error or escalation that an element refers to: one of the file, or a new one, with its name. */
export function RootField({ handle, kind, value, onChoose, none, required = true, isBrief = false }: Props) {
  const t = useTexts(runTexts);
  const what = t[`kind.${kind}`];
  const choices = handle.roots().filter((root) => root.kind === kind);
  const chosen = choices.find((root) => root.id === value);
  return (
    <>
      <ChoiceField label={what} value={value} none={none} required={required} onChange={onChoose}
        choices={[...choices.map((root) => ({ value: root.id, label: labelOf(root) })), { value: `new:${what}`, label: fill(t.newRoot, { what: what.toLowerCase() }) }]} />
      {chosen && !isBrief && <RootNames handle={handle} root={chosen} hint={chosen.uses > 1 ? fill(t.rootShared, { n: chosen.uses }) : undefined} />}
    </>
  );
}

function RootNames({ handle, root, hint }: { handle: ModelerHandle; root: Root; hint?: string }) {
  const t = useTexts(runTexts);
  const what = t[`kind.${root.kind}`].toLowerCase();
  return (
    <>
      {hasCode(root.kind) && <TextField label={fill(t.rootCode, { what })} value={root.code} onChange={(code) => handle.setRoot(root.id, { code: code.trim() })} maxLength={100} hint={hint} />}
      <TextField label={fill(t.rootName, { what })} value={root.name} onChange={(name) => handle.setRoot(root.id, { name })} maxLength={200} required={!hasCode(root.kind)} hint={hasCode(root.kind) ? undefined : hint} />
    </>
  );
}

/** All of the file in one place: to rename, and to take away what nothing refers to. */
export function RootList({ handle }: { handle: ModelerHandle }) {
  const t = useTexts(runTexts);
  const roots = handle.roots();
  return (
    <Fold title={`${t.roots} (${roots.length})`}>
      {roots.length === 0 && <p className="quiet">{t.noRoots}</p>}
      {roots.map((root) => (
        <fieldset key={root.id} className="mapping">
          <legend>{t[`kind.${root.kind}`]} · {root.uses > 0 ? fill(t.rootUses, { n: root.uses }) : t.rootUnused}</legend>
          <RootNames handle={handle} root={root} />
          {root.uses === 0 && <Button danger onClick={() => handle.removeRoot(root.id)}>{t.removeRoot}</Button>}
        </fieldset>
      ))}
    </Fold>
  );
}

/** The processes of a file that has several: to show one, and to take one away that is not shown. */
export function ProcessList({ handle }: { handle: ModelerHandle }) {
  const t = useTexts(runTexts);
  const processes = handle.callable().filter((p) => p.isProcess);
  const [main, shown] = [handle.process()?.id, handle.shownProcess()?.id];
  const isTogether = handle.diagrams().length < 2;
  if (processes.length < 2) return null;
  return (
    <Fold title={`${t.processes} (${processes.length})`} isOpen>
      {processes.map((process) => (
        <fieldset key={process.id} className="mapping">
          <legend>{process.name || process.id}</legend>
          <p className="quiet">{process.id === main ? t.mainProcess : t.otherProcess}</p>
          {process.id !== shown && !isTogether && <div className="bar">
            <Button onClick={() => handle.select(process.id)}>{t.showProcess}</Button>
            {process.id !== main && <Button danger onClick={() => handle.removeProcess(process.id)}>{t.removeProcess}</Button>}
          </div>}
        </fieldset>
      ))}
    </Fold>
  );
}
