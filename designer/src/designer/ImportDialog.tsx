import { Alert } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { decodeXml, importReport, type Fate, type ImportReport, type ReportLine } from '../bpmn/importReport';
import { isKey } from '../bpmn/templates';
import { FormDialog } from '../parts/Dialog';
import { Field } from '../parts/Field';
import { RegionField, useUsualRegion } from '../parts/places';
import { useDone } from '../parts/useDone';
import { Rows, type Column } from '../parts/Rows';
import { fill, useTexts } from '../shared/texts';
import { StateMark } from '../staff/marks';
import { definitionsKey, draftsKey, saveDraft } from './api';
import { KeyField } from './NewDefinition';
import { designerTexts } from './texts';

const bytesMax = 2_000_000;
const fates: { fate: Fate; text: keyof typeof designerTexts; tone: 'good' | 'bad' | 'quiet' | 'now'; shape: string }[] = [
  { fate: 'dropped', text: 'fateDropped', tone: 'bad', shape: '✕' },
  { fate: 'degraded', text: 'fateDegraded', tone: 'bad', shape: '▲' },
  { fate: 'translated', text: 'fateTranslated', tone: 'now', shape: '→' },
  { fate: 'kept', text: 'fateKept', tone: 'good', shape: '✓' },
];

/** Reads a BPMN file, tells what becomes of it, and takes it over as a draft when that is wanted. */
export default function ImportDialog({ taken, onClose }: { taken: ReadonlySet<string>; onClose: () => void }) {
  const t = useTexts(designerTexts);
  const done = useDone();
  const [, go] = useLocation();
  const usual = useUsualRegion('designer', 'administrator');
  const [report, setReport] = useState<ImportReport | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const [region, setRegion] = useState<string | null>(null);

  const read = async (file: File | undefined) => {
    setReport(null);
    setWrong(null);
    if (file === undefined) return;
    if (file.size > bytesMax) return setWrong(t.fileTooLarge);
    try {
      const found = await importReport(decodeXml(await file.arrayBuffer()));
      setReport(found);
      const suggested = [found.processId, file.name.replace(/\.\w+$/, '')].map((s) => s.toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 60));
      setKey(suggested.find((s) => isKey(s) && !taken.has(s)) ?? suggested.find(isKey) ?? '');
    } catch (problem) {
      setWrong(fill(t.fileNotBpmn, { why: problem instanceof Error ? problem.message : String(problem) }));
    }
  };
  const submit = async (intent: string) => {
    await saveDraft(key, { xml: report!.xml, revision: 0, region: (region ?? usual) || undefined }, intent);
    await done(t.created, definitionsKey, draftsKey);
    go(`/designer/${key}`);
  };

  return (
    <FormDialog wide title={t.importOne} submit={t.takeOver} onClose={onClose} onSubmit={submit} isDisabled={report === null || !isKey(key) || taken.has(key)}>
      <Field label={t.file} hint={t.fileHint}>
        {(control) => <input {...control} className="control" type="file" accept=".bpmn,.xml,application/xml,text/xml" onChange={(e) => void read(e.target.files?.[0])} />}
      </Field>
      {wrong !== null && <Alert type="error" role="alert" title={wrong} />}
      {report && (
        <>
          <KeyField value={key} onChange={setKey} taken={taken} />
          <RegionField label={t.region} value={region ?? usual} onChange={setRegion} withCountry />
          <h2>{t.report}</h2>
          <p>{t.reportIntro}</p>
          {fates.map(({ fate, text, tone, shape }) => {
            const lines = report.lines.filter((line) => line.fate === fate);
            return lines.length > 0 && (
              <section key={fate}>
                <h3><StateMark tone={tone} shape={shape}>{t[text]}</StateMark></h3>
                <ReportTable caption={t[text]} lines={lines} />
              </section>
            );
          })}
        </>
      )}
    </FormDialog>
  );
}

function ReportTable({ caption, lines }: { caption: string; lines: ReportLine[] }) {
  const t = useTexts(designerTexts);
  const columns: Column<ReportLine>[] = [
    { key: 'what', title: t.reportWhat, isName: true, show: (line) => line.what },
    { key: 'count', title: t.reportCount, isNumber: true, show: (line) => line.count },
    ...(lines.some((l) => l.from !== null) ? [{ key: 'from', title: t.reportFrom, show: (line: ReportLine) => line.from ?? 'BPMN 2.0' }] : []),
    ...(lines.some((l) => l.became !== null) ? [{ key: 'became', title: t.reportBecame, show: (line: ReportLine) => <code>{line.became}</code> }] : []),
    { key: 'where', title: t.reportWhere, show: (line) => line.elements.join(t.and) + (line.count > line.elements.length && line.elements.length > 0 ? ' …' : '') },
  ];
  return <Rows caption={caption} columns={columns} rows={lines} rowKey={(line) => `${line.what} ${line.became}`} />;
}
