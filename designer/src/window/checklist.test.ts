import { describe, expect, it } from 'vitest';
import type { NeededMaterial } from '../shared/form/inputs';
import type { JointItem } from '../shared/form/types';
import { checklistOf, countByDepartment, materialFor } from './checklist';

const needed = (code: string, zh: string, en: string, neededBy: string[]): NeededMaterial => ({
  material: { code, name: { zh, en }, neededBy, required: true, main: true }, required: true, neededBy,
});
const list = [
  needed('floor_plan', '经营场所平面布置图', 'Floor plan of the premises', ['food', 'fire']),
  needed('operator_id', '经营者(法定代表人)身份证件', 'Identity document', ['food', 'licence']),
];
const item = { items: [{ code: 'food', department: 'market' }, { code: 'licence', department: 'market' }, { code: 'fire', department: 'fire' }] } as JointItem;
const file = (material: string) => ({ fileId: 'f', name: 'f.pdf', contentType: '', size: 1, sha256: '', material });

describe('The checklist', () => {
  it('names each department once, however many of its items need the material', () => {
    expect(checklistOf(item, list, []).map((r) => r.departments)).toEqual([['market', 'fire'], ['market']]);
  });

  it('counts what is there for each department', () => {
    expect(countByDepartment(checklistOf(item, list, [file('floor_plan')]))).toEqual([
      { department: 'market', there: 1, of: 2 },
      { department: 'fire', there: 1, of: 1 },
    ]);
  });
});

describe('A scan sorts itself', () => {
  it('by the name of the material, in either language or by its code', () => {
    expect(['张三 经营场所平面布置图.pdf', 'floor-plan of the premises_2.PDF', 'floor_plan.png'].map((n) => materialFor(n, list))).toEqual(['floor_plan', 'floor_plan', 'floor_plan']);
  });

  it('by the part of the name before a bracket', () => {
    expect(materialFor('floor_plan and operator_id.pdf', list)).toBeNull();
    expect(materialFor('scan0001.pdf', list)).toBeNull();
  });
});
