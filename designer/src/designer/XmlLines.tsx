import { useMemo } from 'react';
import { compareLines, type Line } from '../bpmn/deepDiff';
import { useTexts } from '../shared/texts';
import { designerTexts } from './texts';

const around = 3;

/** Two XML texts line by line; long runs that are alike are folded. */
export function XmlLines({ before, after }: { before: string; after: string }) {
  const t = useTexts(designerTexts);
  const lines = useMemo(() => compareLines(before, after), [before, after]);
  const shown = useMemo(() => fold(lines), [lines]);
  if (lines.every((line) => line.kind === 'same')) return <p className="state">{t.noChanges}</p>;
  const signs = { same: ' ', added: '+', removed: '-' };
  const words = { same: '', added: t.added, removed: t.removed };
  return (
    <section className="panel">
      <p className="quiet">{t.xmlTooLong}</p>
      <div className="xml-lines" tabIndex={0} role="region" aria-label={t.asXml}>
        <table>
          <tbody>
            {shown.map((line, i) => line === null
              ? <tr key={i}><td colSpan={4} className="xml-fold">⋯</td></tr>
              : (
                <tr key={i} className={`xml-${line.kind}`}>
                  <td>{line.before}</td><td>{line.after}</td>
                  <td><span aria-hidden="true">{signs[line.kind]}</span><span className="visually-hidden">{words[line.kind]}</span></td>
                  <td><code>{line.text}</code></td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function fold(lines: readonly Line[]): (Line | null)[] {
  const near = new Set<number>();
  lines.forEach((line, i) => {
    if (line.kind !== 'same') for (let j = i - around; j <= i + around; j++) near.add(j);
  });
  const shown: (Line | null)[] = [];
  lines.forEach((line, i) => {
    if (near.has(i)) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  });
  return shown;
}
