import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import type { ModelerHandle } from '../bpmn/modeler';
import { mergeProblems } from '../bpmn/problems';
import { FormDialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { RegionField, useUsualRegion } from '../parts/places';
import { useDone } from '../parts/useDone';
import { fill, useTexts } from '../shared/texts';
import { Failed, Loading } from '../staff/states';
import { definitionsKey, deploy, dryRun, type Source } from './api';
import { ProblemList } from './Problems';
import { designerTexts } from './texts';

interface Props {
  source: Source;
  name: string;
  handle: ModelerHandle;
  nameOf: (id: string) => string;
  onShow: (id: string) => void;
  onClose: () => void;
  onDeployed: () => Promise<void>;
}

/** Deploys what is drawn, after the server has said what it finds. */
export function DeployDialog({ source, name, handle, nameOf, onShow, onClose, onDeployed }: Props) {
  const t = useTexts(designerTexts);
  const done = useDone();
  const usual = useUsualRegion('designer', 'administrator');
  const [note, setNote] = useState('');
  const [region, setRegion] = useState<string | null>(source.region);
  const isNew = source.definition === null;
  const checked = useQuery({
    queryKey: ['dry-run', source.key, 'deploy'],
    queryFn: async ({ signal }) => {
      const xml = await handle.xml();
      return { xml, ...(await dryRun(source.key, xml, signal)) };
    },
    gcTime: 0, staleTime: 'static',
  });
  const submit = async (intent: string) => {
    const { version } = await deploy(source.key, checked.data!.xml, note.trim(), isNew ? (region ?? usual) || undefined : undefined, intent);
    await done(fill(t.deployed, { n: version }), definitionsKey);
    await onDeployed();
  };
  const problems = mergeProblems(checked.data?.findings ?? [], []);

  return (
    <FormDialog title={fill(t.deployTitle, { name })} submit={t.deploy} onClose={onClose} onSubmit={submit} isDisabled={!checked.data?.deployable}>
      {checked.isPending && <Loading />}
      {checked.error !== null && <Failed error={checked.error} onRetry={() => void checked.refetch()} />}
      {checked.data && (
        <Alert type={!checked.data.deployable ? 'error' : problems.length > 0 ? 'warning' : 'success'} role="status"
          title={!checked.data.deployable ? t.deployBlocked : problems.length > 0 ? t.deployWarned : t.deployClean} />
      )}
      <ProblemList problems={problems} nameOf={nameOf} selected={null} onSelect={onShow} />
      {isNew && <RegionField label={t.region} value={region ?? usual} onChange={setRegion} withCountry />}
      <TextField label={t.deployNote} value={note} onChange={setNote} required={false} maxLength={500} lines={3} />
      <p className="quiet">{t.deployRunning}</p>
    </FormDialog>
  );
}
