import { Button, Modal } from 'antd';
import { useFocusBack } from '../parts/Dialog';
import type { ApiProblem } from '../shared/api';
import { useTexts } from '../shared/texts';
import { ProblemText } from '../staff/states';
import { designerTexts } from './texts';

interface Props {
  problem: ApiProblem;
  onClose: () => void;
  onLook: () => void;
  onMine: () => Promise<void>;
  onTheirs: () => Promise<void>;
}

/** Somebody else saved in between: the server says who and when, the designer says what holds. */
export function ConflictDialog({ problem, onClose, onLook, onMine, onTheirs }: Props) {
  const t = useTexts(designerTexts);
  useFocusBack();
  return (
    <Modal open title={t.conflict} onCancel={onClose} footer={null} mask={{ closable: false }} destroyOnHidden>
      <div className="dialog">
        <p><ProblemText error={problem} /></p>
        <div className="stack">
          <Button type="primary" onClick={onLook}>{t.conflictLook}</Button>
          <Button onClick={() => void onMine()}>{t.conflictMine}</Button>
          <Button danger onClick={() => void onTheirs()}>{t.conflictTheirs}</Button>
        </div>
      </div>
    </Modal>
  );
}
